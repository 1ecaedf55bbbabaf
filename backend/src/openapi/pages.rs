//! `/openapi.json`, Swagger UI at `/docs`, ReDoc at `/redoc`. Nothing on these pages comes from another host.

use actix_web::{HttpResponse, Route, guard, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

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
    let swagger = Config::new(["/openapi.json"]).persist_authorization(true).try_it_out_enabled(true);
    let json = || async { HttpResponse::Ok().content_type("application/json").body(super::KEPT) };
    let redoc = || async { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(REDOC) };
    config
        .route("/openapi.json", reading().to(json))
        .route("/redoc", reading().to(redoc))
        .service(web::redirect("/docs", "/docs/"))
        .service(SwaggerUi::new("/docs/{_:.*}").config(swagger));
}

/// GET, and HEAD, which is answered with the same headers.
fn reading() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
