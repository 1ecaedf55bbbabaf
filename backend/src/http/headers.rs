//! Headers that every answer carries.

use actix_web::{
    dev::ServiceResponse,
    http::header::{self, HeaderName, HeaderValue},
};

/// The policy of the web client: only this host; the one hash is a style rule of its component library.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; \
     style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; script-src 'self'; worker-src 'self'; \
     manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The policy of the service worker: it fetches the client's own files, and nothing else.
pub const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; frame-ancestors 'none'";

/// The policy of the documentation pages, which style themselves from scripts.
const DOCUMENTATION_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
     worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of what is no page.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// On every answer that does not say otherwise itself.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (header::PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// So many headers an answer has at most, nearly always: those, its own, and its request's name.
const ROOM: usize = 10;

/// Puts the headers onto an answer that keep a browser from doing more than it should.
pub fn secure<B>(response: &mut ServiceResponse<B>) {
    let is_documentation = ["/docs", "/redoc"].iter().any(|page| response.request().path().starts_with(page));
    let policy = if is_documentation { DOCUMENTATION_POLICY } else { DATA_POLICY };
    let headers = response.headers_mut();
    headers.reserve(ROOM);
    for (name, value) in ALWAYS.into_iter().chain([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))]) {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}
