//! Headers of every response.

use actix_web::{
    dev::ServiceResponse,
    http::header::{self, HeaderName, HeaderValue},
};
use url::Url;

use crate::config::Config;

/// Content security policy of the service worker: it fetches the client's own files only.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; frame-ancestors 'none'";

/// Content security policy of the documentation pages, which set styles from scripts.
const DOCUMENTATION_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Content security policy of other responses.
const DATA_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Defaults, unless a response sets them itself.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (header::PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// One year. Subdomains are not ours to decide on.
const ONLY_OVER_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The usual maximum number of headers: these, the response's own, and the request id.
const ROOM: usize = 11;

/// Headers that depend on the configuration.
#[derive(Debug)]
pub struct Policies {
    page: String,
    is_https: bool,
}

impl Policies {
    pub fn new(config: &Config) -> Self {
        Self { page: page_policy(config.public_url.as_ref()), is_https: config.is_https() }
    }

    /// The policy of a file of the web client, if it is a page or a worker.
    pub fn of_file(&self, name: &str) -> Option<&str> {
        match name {
            "index.html" => Some(&self.page),
            "sw.js" => Some(WORKER_POLICY),
            _ => None,
        }
    }

    /// Adds the security headers to a response.
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

/// The policy of the web client: only this host. The one hash is a style rule of its component library, and the one Trusted Types
/// policy is the client's own (`web-client/src/lib/trusted-types.ts`). In some older browsers `'self'` does not cover WebSockets,
/// so the public URL is listed.
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
