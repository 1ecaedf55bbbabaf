//! Headers that every answer carries.

use actix_web::{
    dev::ServiceResponse,
    http::header::{self, HeaderName, HeaderValue},
};
use url::Url;

use crate::config::Config;

/// The policy of the service worker: it fetches the client's own files, and nothing else.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; frame-ancestors 'none'";

/// The policy of the documentation pages, which style themselves from scripts.
const DOCUMENTATION_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// The policy of what is no page.
const DATA_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// On every answer that does not say otherwise itself.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (header::PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// For a year. Names below the host are not ours to decide on.
const ONLY_OVER_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// So many headers an answer has at most, nearly always: those, its own, and its request's name.
const ROOM: usize = 11;

/// What the settings decide of the headers.
#[derive(Debug)]
pub struct Policies {
    page: String,
    is_https: bool,
}

impl Policies {
    pub fn new(config: &Config) -> Self {
        Self { page: page_policy(config.public_url.as_ref()), is_https: config.is_https() }
    }

    /// The policy of a file of the web client, if it is one that does something by itself.
    pub fn of_file(&self, name: &str) -> Option<&str> {
        match name {
            "index.html" => Some(&self.page),
            "sw.js" => Some(WORKER_POLICY),
            _ => None,
        }
    }

    /// Puts the headers onto an answer that keep a browser from doing more than it should.
    pub fn secure<B>(&self, response: &mut ServiceResponse<B>) {
        let is_documentation = ["/docs", "/redoc"].iter().any(|page| response.request().path().starts_with(page));
        let policy = if is_documentation { DOCUMENTATION_POLICY } else { DATA_POLICY };
        let headers = response.headers_mut();
        headers.reserve(ROOM);
        for (name, value) in ALWAYS.into_iter().chain([(header::CONTENT_SECURITY_POLICY, policy)]) {
            if !headers.contains_key(&name) {
                headers.insert(name, value);
            }
        }
        if self.is_https {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_OVER_TLS);
        }
    }
}

/// The policy of the web client: only this host. The one hash is a style rule of its component library, and the one Trusted Types policy
/// is the client's own (`web-client/src/lib/trusted-types.ts`). Of some older browsers `'self'` has no WebSockets, so the public address
/// names them.
fn page_policy(public_url: Option<&Url>) -> String {
    let socket = public_url.map(|url| url.origin().ascii_serialization().replacen("http", " ws", 1)).unwrap_or_default();
    format!(
        "default-src 'self'; connect-src 'self'{socket}; img-src 'self' data: blob:; \
         style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; script-src 'self'; worker-src 'self'; \
         manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; \
         require-trusted-types-for 'script'; trusted-types default"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_connect_to_its_own_host_only() {
        let connects = |url: Option<&str>| {
            let policy = page_policy(url.map(|url| Url::parse(url).expect("is an address")).as_ref());
            policy.split("; ").find_map(|rule| rule.strip_prefix("connect-src ")).expect("says so").to_owned()
        };
        assert_eq!(connects(None), "'self'");
        assert_eq!(connects(Some("https://chat.example.org")), "'self' wss://chat.example.org");
        assert_eq!(connects(Some("http://chat.example.org:8080")), "'self' ws://chat.example.org:8080");
    }
}
