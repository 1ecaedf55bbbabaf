//! Detection of requests from this machine, which only its owner can send.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{
    HttpRequest,
    http::{Version, header},
};

/// Headers with which a proxy marks a forwarded request. All that begin with `x-forwarded` count as well.
const OF_PROXIES: &[&str] =
    &["forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip"];

/// Whether a request was sent from this machine, without a proxy, and to a name of this machine. Another name could be the host
/// of a foreign page that resolves to this machine. Proxies that add no header mostly use HTTP/1.0, which browsers do not.
pub fn is_local(request: &HttpRequest) -> bool {
    let is_loopback = request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let is_of_proxy = |name: &str| name.starts_with("x-forwarded") || OF_PROXIES.contains(&name);
    let is_direct = !request.headers().keys().any(|name| is_of_proxy(name.as_str()));
    let mut hosts = request.headers().get_all(header::HOST);
    let host = hosts.next().and_then(|host| host.to_str().ok()).filter(|_| hosts.next().is_none());
    is_loopback && is_direct && request.version() >= Version::HTTP_11 && host.is_some_and(is_of_this_machine)
}

/// Whether a `Host` header names the local machine, with or without a port.
fn is_of_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip| ip.is_loopback() || ip == Ipv4Addr::UNSPECIFIED)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::test::TestRequest;

    use super::*;

    fn from(peer: &str) -> TestRequest {
        let peer: SocketAddr = peer.parse().expect("is an address");
        TestRequest::default().peer_addr(peer)
    }

    #[test]
    fn a_request_of_this_machine_comes_from_it_directly_and_by_its_name() {
        for (peer, host) in [
            ("127.0.0.1:4000", "localhost:8000"),
            ("127.0.0.1:4000", "127.0.0.1:8000"),
            ("127.8.8.8:4000", "LOCALHOST"),
            ("[::1]:4000", "[::1]:8000"),
            ("[::ffff:127.0.0.1]:4000", "[::1]"),
        ] {
            assert!(is_local(&from(peer).insert_header(("host", host)).to_http_request()), "{peer} {host}");
        }
        for (peer, host) in [
            ("203.0.113.7:4000", "localhost:8000"),
            ("192.168.1.5:4000", "localhost"),
            ("127.0.0.1:4000", "chat.example.org"),
            ("127.0.0.1:4000", "localhost.example.org"),
            ("127.0.0.1:4000", "127.0.0.1.example.org:8000"),
            ("127.0.0.1:4000", ""),
        ] {
            assert!(!is_local(&from(peer).insert_header(("host", host)).to_http_request()), "{peer} {host}");
        }
        assert!(!is_local(&from("127.0.0.1:4000").to_http_request()), "without a host");
        let old = from("127.0.0.1:4000").insert_header(("host", "localhost")).version(Version::HTTP_10);
        assert!(!is_local(&old.to_http_request()), "as a proxy speaks");
    }

    #[test]
    fn a_request_that_a_proxy_hands_on_is_none_of_this_machine() {
        let other = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-by-whom"];
        for name in OF_PROXIES.iter().chain(&other) {
            for value in ["127.0.0.1", "", "unknown"] {
                let request = from("127.0.0.1:4000").insert_header(("host", "localhost")).insert_header((*name, value));
                assert!(!is_local(&request.to_http_request()), "{name}: {value}");
            }
        }
    }
}
