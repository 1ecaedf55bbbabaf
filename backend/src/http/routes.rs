//! Where handlers are registered: at a server that answers with them, or at the API document that describes them. And which path is of
//! which pattern, for whoever has to know it before the router does.

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

/// Whether a path is of a pattern.
pub fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(found)) if expected == found || (expected.starts_with('{') && !found.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_variable_segment_takes_any_text_but_none() {
        assert!(matches("/api/v10/channels/{channel_id}", "/api/v10/channels/7"));
        assert!(!matches("/api/v10/channels/{channel_id}", "/api/v10/channels/"));
        assert!(!matches("/api/v10/channels/{channel_id}", "/api/v10/channels/7/messages"));
    }
}
