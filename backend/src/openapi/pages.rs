//! `/openapi.json`, Swagger UI at `/docs`, ReDoc at `/redoc`. These pages load nothing from other hosts.

use std::{borrow::Cow, sync::Arc};

use actix_web::{HttpResponse, Resource, Route, guard, web};
use bytes::Bytes;
use utoipa_swagger_ui::Config;

use crate::{
    http::{error, pieces::InProgram},
    kernel::ApiError,
};

const REDOC: &str = "<!doctype html>
<html lang=\"en\">
  <head>
    <meta charset=\"utf-8\">
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
    <title>ChatSpace API</title>
  </head>
  <body>
    <redoc spec-url=\"/openapi.json\" disable-google-font></redoc>
    <script src=\"/vendor/redoc.standalone.js\"></script>
  </body>
</html>
";

/// Registers the pages.
pub fn pages(config: &mut web::ServiceConfig) {
    let swagger = Config::new(["/openapi.json"]).persist_authorization(false).try_it_out_enabled(true);
    let json = || async { in_program(HttpResponse::Ok().content_type("application/json").body(super::STORED)) };
    let redoc = || async { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(REDOC) };
    config
        .service(page("/openapi.json").route(reading().to(json)))
        .service(page("/redoc").route(reading().to(redoc)))
        .service(web::redirect("/docs", "/docs/"))
        .app_data(web::Data::new(swagger))
        .route("/docs/{file:.*}", reading().to(swagger_file));
}

fn in_program(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(InProgram);
    answer
}

/// A file of Swagger UI. The crate's own handler copies it for each response; this one serves the static bytes.
async fn swagger_file(file: web::Path<String>, config: web::Data<Config<'static>>) -> HttpResponse {
    let Ok(Some(found)) = utoipa_swagger_ui::serve(&file, Arc::clone(&config)) else {
        return error::respond(ApiError::unknown_route());
    };
    let bytes = match found.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    in_program(HttpResponse::Ok().content_type(found.content_type).body(bytes))
}

/// Answers other methods with 405.
fn page(path: &str) -> Resource {
    web::resource(path).default_service(web::to(|| async { error::respond(ApiError::wrong_method("GET, HEAD")) }))
}

/// GET, and HEAD with the same headers.
fn reading() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
