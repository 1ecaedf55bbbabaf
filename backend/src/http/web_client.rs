//! The built web client, inside the binary. Any path that is not a file of it is a page of it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
    web,
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{
    error,
    fallback::{self, KnownPaths},
    headers,
};
use crate::kernel::Refusal;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../web-client/dist"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
/// The service worker: it fetches in the name of the page, under a policy of its own.
const WORKER: &str = "sw.js";
/// Files with a hash of their content in their name.
const HASHED: &str = "assets/";
/// Below these nothing is a page.
const NOT_PAGES: &[&str] = &["api/", "cdn/", "docs/", "redoc/", "health/", "gateway"];

/// Answers what no route answered.
pub async fn serve(request: HttpRequest, known: web::Data<KnownPaths>) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if NOT_PAGES.iter().any(|prefix| path.starts_with(prefix)) {
        return fallback::refuse(request, known).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return error::respond(Refusal::wrong_method("GET, HEAD"));
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file { path } else { PAGE };
    match Files::get(name) {
        Some(file) => answer(&request, name, file),
        None if is_file => error::respond(Refusal::unknown_route()),
        None => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("The web client is not built. Run: just run"),
    }
}

fn answer(request: &HttpRequest, name: &str, file: EmbeddedFile) -> HttpResponse {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::ETAG, tag.as_str()));
    let caching = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert_header((header::CACHE_CONTROL, caching));
    if let Some(policy) = policy_of(name) {
        answer.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    }
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    answer.content_type(kind).body(file.data.into_owned())
}

/// What a file may do in the browser, if it is one that does something by itself.
fn policy_of(name: &str) -> Option<&'static str> {
    match name {
        PAGE => Some(headers::CONTENT_SECURITY_POLICY),
        WORKER => Some(headers::WORKER_POLICY),
        _ => None,
    }
}
