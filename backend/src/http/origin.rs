//! Detection of our own pages. Browsers send the origin of a request; pages of other sites may not act for their visitors.

use url::Url;

use crate::config::Config;

/// Whether a page of this origin is ours: it has the public URL, or the requested host. Browsers write an origin in one way only,
/// so other spellings do not match.
pub fn is_ours(origin: &str, config: &Config, host: Option<&str>) -> bool {
    let Ok(parsed) = Url::parse(origin) else { return false };
    let page = parsed.origin();
    if !matches!(parsed.scheme(), "http" | "https") || page.ascii_serialization() != origin {
        return false;
    }
    if let Some(ours) = &config.public_url
        && ours.host() == parsed.host()
    {
        return ours.origin() == page;
    }
    // Behind a proxy the scheme is unknown; the host and the port are known.
    let asked = host.and_then(|host| Url::parse(&format!("{}://{host}", parsed.scheme())).ok());
    asked.is_some_and(|asked| asked.origin() == page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(public_url: Option<&str>) -> Config {
        let read = |name: &str| match name {
            "SECRET_KEY" => Some("3f8a1c5e9b7d2046a8c1e3f57b9d0246".to_owned()),
            "PUBLIC_URL" => public_url.map(ToOwned::to_owned),
            _ => None,
        };
        Config::read(&read).expect("is a configuration")
    }

    #[test]
    fn a_page_at_the_address_that_was_asked_is_ours() {
        let config = config(None);
        for (origin, host) in [
            ("http://localhost:8000", "localhost:8000"),
            ("https://chat.example.org", "chat.example.org"),
            ("https://chat.example.org", "chat.example.org:443"),
            ("http://[::1]:8000", "[::1]:8000"),
        ] {
            assert!(is_ours(origin, &config, Some(host)), "{origin} {host}");
        }
    }

    #[test]
    fn a_page_at_the_public_address_is_ours_whatever_the_proxy_asks_for() {
        let config = config(Some("https://chat.example.org"));
        assert!(is_ours("https://chat.example.org", &config, Some("backend:8000")));
        assert!(!is_ours("http://chat.example.org", &config, Some("backend:8000")));
    }

    #[test]
    fn a_page_from_elsewhere_is_not_ours() {
        let config = config(Some("https://chat.example.org"));
        for origin in [
            "null",
            "",
            "https://evil.example",
            "https://chat.example.org.evil.example",
            "https://evil-chat.example.org",
            "https://sub.chat.example.org",
            "https://chat.example.org:8443",
            "https://chat.example.org@evil.example",
            "file://",
            "data:text/html,x",
            "chrome-extension://abcdef",
            "HTTPS://CHAT.EXAMPLE.ORG",
            "https://chat.example.org:443",
            "https://chat.example.org/",
            "http://chat.example.org",
            "wss://chat.example.org",
        ] {
            assert!(!is_ours(origin, &config, Some("chat.example.org")), "{origin}");
            assert!(!is_ours(origin, &config, None), "{origin}");
        }
        assert!(!is_ours("http://localhost:3000", &config, Some("localhost:8000")));
    }
}
