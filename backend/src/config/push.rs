//! The allowed push services. Endpoints are chosen by clients, so this list prevents server-side request forgery.

use url::{Host, Url};

/// The services of the browsers. A leading `*.` matches any subdomain.
const KNOWN: &[&str] = &[
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "*.push.apple.com",
];

/// The known services, and those added by the operator.
#[derive(Debug, Clone, Default)]
pub struct PushHosts(Vec<PushHost>);

/// `push.example.org`, `*.push.example.org` or `127.0.0.1:4000`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PushHost {
    /// As in a URL: lower case, ASCII domain, an IPv6 address in brackets.
    name: String,
    /// Whether it matches subdomains, but not the name itself.
    below: bool,
    /// By default the port of the scheme.
    port: Option<u16>,
}

impl PushHosts {
    /// Whether a subscription may use this endpoint: HTTPS, on the service's own port, without credentials. Plain HTTP is allowed
    /// for addresses of this machine that the operator has added.
    pub fn admit(&self, endpoint: &Url) -> bool {
        let plain = endpoint.username().is_empty() && endpoint.password().is_none() && endpoint.fragment().is_none();
        let Some(host) = endpoint.host_str().filter(|_| plain) else { return false };
        let known = |name: &str| endpoint.port().is_none() && matches(host, name.trim_start_matches('*'), name.starts_with('*'));
        let added = || self.0.iter().any(|added| endpoint.port() == added.port && matches(host, &added.ending(), added.below));
        match endpoint.scheme() {
            "https" => KNOWN.iter().any(|name| known(name)) || added(),
            "http" => is_loopback(endpoint) && added(),
            _ => false,
        }
    }
}

impl PushHost {
    fn ending(&self) -> String {
        if self.below { format!(".{}", self.name) } else { self.name.clone() }
    }
}

fn matches(host: &str, ending: &str, below: bool) -> bool {
    if below { host.len() > ending.len() && host.ends_with(ending) } else { host == ending }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The services added by the operator, separated by commas.
pub(super) fn hosts(text: &str) -> Result<PushHosts, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let hosts: Option<Vec<PushHost>> = parts.map(host).collect();
    hosts.map(PushHosts).ok_or_else(|| {
        "must be names of hosts such as push.example.org, *.push.example.org or 127.0.0.1:4000, separated by commas".to_owned()
    })
}

fn host(text: &str) -> Option<PushHost> {
    let (below, name) = text.strip_prefix("*.").map_or((false, text), |name| (true, name));
    if name.contains(['*', '/', '@', '?', '#', '\\', '%']) || name.contains(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(&format!("https://{name}/")).ok()?;
    if below && url.domain().is_none() {
        return None;
    }
    Some(PushHost { name: url.host_str()?.to_owned(), below, port: url.port() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(hosts: &PushHosts, endpoint: &str) -> bool {
        Url::parse(endpoint).is_ok_and(|url| hosts.admit(&url))
    }

    #[test]
    fn the_services_of_browsers_are_known() {
        let hosts = PushHosts::default();
        for good in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://FCM.googleapis.com:443/wp/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
            "https://eu.push.services.mozilla.com/wpush/v2/gAAAA",
            "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2f",
            "https://web.push.apple.com/QFoo_bar",
        ] {
            assert!(admits(&hosts, good), "{good}");
        }
    }

    #[test]
    fn no_other_address_is_called() {
        let hosts = hosts("push.example.org, *.chat.example.org, 127.0.0.1:4000, [::1]:4000").expect("are hosts");
        for bad in [
            "http://fcm.googleapis.com/x",
            "ftp://fcm.googleapis.com/x",
            "file:///etc/passwd",
            "gopher://fcm.googleapis.com/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com./x",
            "https://fcm.googleapis.com.example.org/x",
            "https://evilfcm.googleapis.com/x",
            "https://fcm.googleapis.com@example.org/x",
            "https://user@fcm.googleapis.com/x",
            "https://:password@fcm.googleapis.com/x",
            "https://example.org/fcm.googleapis.com",
            "https://example.org?fcm.googleapis.com",
            "https://example.org#fcm.googleapis.com",
            "https://fcm.googleapis.com/x#y",
            "https://example.org\\@fcm.googleapis.com/x",
            "https://push.apple.com/x",
            "https://evilpush.apple.com/x",
            "https://.push.apple.com/x",
            "https://notify.windows.com/x",
            "https://fcm.googleаpis.com/x",
            "http://push.example.org/x",
            "https://other.push.example.org/x",
            "https://chat.example.org/x",
            "http://a.chat.example.org/x",
            "https://127.0.0.1/x",
            "https://127.0.0.2:4000/x",
            "http://127.0.0.1:4001/x",
            "http://127.0.0.1/x",
            "http://localhost:4000/x",
            "http://[::ffff:127.0.0.1]:4000/x",
            "http://[::2]:4000/x",
            "https://10.0.0.1/x",
            "https://192.168.0.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://[fd00::1]/x",
            "https://0x7f000001/x",
            "https://2130706433/x",
            "https://0/x",
        ] {
            assert!(!admits(&hosts, bad), "{bad}");
        }
        for good in [
            "https://push.example.org/x",
            "https://a.chat.example.org/x",
            "http://127.0.0.1:4000/x",
            "https://127.0.0.1:4000/x",
            "http://2130706433:4000/x",
            "http://[::1]:4000/x",
        ] {
            assert!(admits(&hosts, good), "{good}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for bad in
            ["https://push.example.org", "push.example.org/x", "*", "*.", "a*.example.org", "*.127.0.0.1", "me@h", "h:x", "a b"]
        {
            assert!(hosts(bad).is_err(), "{bad}");
        }
        assert!(hosts("").is_ok_and(|hosts| hosts.0.is_empty()));
    }
}
