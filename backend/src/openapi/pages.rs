//! `/openapi.json`, Swagger UI at `/docs`, ReDoc at `/redoc`. Nothing on these pages comes from another host.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    middleware::DefaultHeaders,
    web,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The pages style themselves from scripts, so styles are freer here than in the web client.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; \
     object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

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

/// Registers the pages; `document` is the text of the API document.
pub fn pages(config: &mut web::ServiceConfig, document: &'static str) {
    let policy = || DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)));
    config
        .route(
            "/openapi.json",
            web::get().to(move || async move { HttpResponse::Ok().content_type("application/json").body(document) }),
        )
        .service(web::redirect("/docs", "/docs/"))
        .service(
            web::resource("/redoc")
                .wrap(policy())
                .route(web::get().to(|| async { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(REDOC) })),
        )
        .service(
            web::scope("").wrap(policy()).service(
                SwaggerUi::new("/docs/{_:.*}")
                    .config(Config::new(["/openapi.json"]).persist_authorization(true).try_it_out_enabled(true)),
            ),
        );
}
