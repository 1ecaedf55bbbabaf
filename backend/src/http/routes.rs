//! Where handlers are registered: at a server that answers with them, or at the API document that describes them.

use actix_web::{dev::HttpServiceFactory, web};
use utoipa_actix_web::OpenApiFactory;

/// Takes handlers.
pub trait Routes {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, handler: F) -> &mut Self;
}

impl Routes for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, handler: F) -> &mut Self {
        web::ServiceConfig::service(self, handler)
    }
}
