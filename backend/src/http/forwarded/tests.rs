use actix_web::{http::header::HeaderValue, test::TestRequest};
use proptest::prelude::*;

use super::*;

const REAL: &str = "203.0.113.7";
const PROXY: &str = "127.0.0.1";

/// The address of a request from `peer` with these header lines, with loopback and 10.0.0.0/8 as trusted networks.
fn seen(peer: &str, lines: &[(&str, &str)]) -> String {
    let trusted = ["127.0.0.0/8", "10.0.0.0/8", "::1/128"].map(|network| network.parse().expect("is a network"));
    address(&request(peer, lines), &trusted).to_string()
}

fn request(peer: &str, lines: &[(&str, &str)]) -> HttpRequest {
    let peer = format!("{peer}:40000").parse().expect("is an address");
    let request = TestRequest::default().peer_addr(peer);
    lines
        .iter()
        .fold(request, |request, (name, value)| {
            request.append_header((*name, HeaderValue::from_bytes(value.as_bytes()).expect("is a value")))
        })
        .to_http_request()
}

const XFF: &str = "x-forwarded-for";

#[test]
fn the_right_most_untrusted_hop_counts_in_one_line_or_in_several() {
    for lines in [
        &[(XFF, REAL)][..],
        &[(XFF, "5.6.7.8, x, 203.0.113.7")],
        &[(XFF, "5.6.7.8, 203.0.113.7:55000,10.0.0.4")],
        &[(XFF, "5.6.7.8"), (XFF, REAL)],
        &[(XFF, "\u{ff}\u{fe}, 203.0.113.7")],
        &[(XFF, "::ffff:203.0.113.7"), (XFF, "[::ffff:10.0.0.4]:80")],
        &[("forwarded", "for=5.6.7.8, for=203.0.113.7;proto=https;by=10.0.0.1")],
        &[("Forwarded", "For=\"5.6.7.8\""), ("Forwarded", "by=_me; for=\"203.0.113.7:_port\"")],
        &[("forwarded", "for=\"[::ffff:203.0.113.7]:80\"")],
        &[(XFF, "203.0.113.7"), ("forwarded", "for=203.0.113.7")],
    ] {
        assert_eq!(seen(PROXY, lines), REAL, "{lines:?}");
    }
}

#[test]
fn what_cannot_be_read_makes_the_proxy_stand_for_the_client() {
    for lines in [
        &[][..],
        &[(XFF, "")],
        &[(XFF, "5.6.7.8,")],
        &[(XFF, "5.6.7.8"), (XFF, "")],
        &[(XFF, "5.6.7.8, unknown")],
        &[(XFF, "5.6.7.8, _hidden, 10.0.0.4")],
        &[(XFF, "5.6.7.8 203.0.113.7")],
        &[(XFF, "\"5.6.7.8\"")],
        &[(XFF, "10.0.0.4, 127.0.0.1")],
        &[("forwarded", "for=5.6.7.8, for=unknown")],
        &[("forwarded", "for=5.6.7.8, proto=https")],
        &[("forwarded", "for=5.6.7.8;for=203.0.113.7")],
        &[("forwarded", "for=5.6.7.8, for=2001:db8::1, x")],
        &[("forwarded", "for = 5.6.7.8")],
        // The client left a string open, which then contains what the proxy appended.
        &[("forwarded", "for=5.6.7.8, for=\", for=203.0.113.7")],
        &[("forwarded", "for=5.6.7.8;x=\", for=\"203.0.113.7\"")],
        &[("forwarded", "for=5.6.7.8;x=\"\\, for=\"[2001:db8::1]\"")],
    ] {
        assert_eq!(seen(PROXY, lines), PROXY, "{lines:?}");
    }
}

#[test]
fn nobody_but_a_trusted_proxy_is_believed() {
    for lines in
        [&[(XFF, "5.6.7.8")][..], &[("forwarded", "for=5.6.7.8")], &[("x-real-ip", "5.6.7.8"), ("cf-connecting-ip", "5.6.7.8")]]
    {
        assert_eq!(seen(REAL, lines), REAL, "{lines:?}");
    }
    assert_eq!(seen("[::ffff:127.0.0.1]", &[(XFF, REAL)]), REAL, "a proxy over a socket of both kinds is the same one");
}

#[test]
fn a_header_that_the_proxy_only_passes_on_gives_no_address() {
    assert_eq!(seen(PROXY, &[(XFF, REAL), ("forwarded", "for=5.6.7.8")]), PROXY);
    assert_eq!(seen(PROXY, &[(XFF, "5.6.7.8"), ("forwarded", "for=203.0.113.7")]), PROXY);
}

#[test]
fn tls_at_the_outermost_proxy_is_known_in_lists_and_capitals() {
    const PROTO: &str = "x-forwarded-proto";
    for lines in [
        [(PROTO, "https")],
        [(PROTO, "HTTPS")],
        [(PROTO, " https , http")],
        [("forwarded", "for=_a;Proto=\"https\", for=_b;proto=http")],
    ] {
        assert!(is_over_tls(&request(PROXY, &lines)), "{lines:?}");
    }
    for lines in [&[][..], &[(PROTO, "http")], &[(PROTO, "http, https")], &[(PROTO, "httpsx")], &[("forwarded", "proto=http")]] {
        assert!(!is_over_tls(&request(PROXY, lines)), "{lines:?}");
    }
}

/// The forms in which a proxy may write the address 192.0.2.`last` or 10.0.0.`last`.
fn written(address: IpAddr, way: usize) -> String {
    match way % 5 {
        0 => address.to_string(),
        1 => format!("{address}:443"),
        2 => format!("::ffff:{address}"),
        3 => format!("[::ffff:{address}]"),
        _ => format!(" [::ffff:{address}]:80\t"),
    }
}

proptest! {
    /// Whatever the client sends, the proxies' entries to the right of it decide.
    #[test]
    fn a_client_cannot_choose_its_address(
        sent in "[ -~]{0,60}",
        proxies in prop::collection::vec((1..9_u8, 0..5_usize), 0..3),
        way in 0..5_usize,
        two_lines: bool,
    ) {
        let client = IpAddr::from([192, 0, 2, 7]);
        let added = std::iter::once(written(client, way));
        let added = added.chain(proxies.into_iter().map(|(last, way)| written(IpAddr::from([10, 0, 0, last]), way)));
        let added = added.collect::<Vec<_>>().join(",");
        let one = format!("{sent},{added}");
        let lines = if two_lines { vec![(XFF, sent.as_str()), (XFF, added.as_str())] } else { vec![(XFF, one.as_str())] };
        prop_assert_eq!(seen(PROXY, &lines), client.to_string());
    }

    /// The same for `Forwarded`, where a string left open by the client may hide the proxy's entry, but never replaces it.
    #[test]
    fn a_client_cannot_choose_its_address_by_the_standard_header(sent in "[ -~]{0,60}", quoted: bool) {
        let client = "192.0.2.7";
        let added = if quoted { format!("for=\"{client}:1\"") } else { format!("for={client}") };
        let seen = seen(PROXY, &[("forwarded", &format!("{sent}, {added}"))]);
        prop_assert!(seen == client || seen == PROXY, "{}", seen);
    }
}
