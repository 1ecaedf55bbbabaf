//! Forwarding headers of proxies: a line of the input is a header, named by its first byte.
#![no_main]

use actix_web::{http::header::HeaderValue, test::TestRequest};
use chatspace::{http::forwarded, kernel::address};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let mut request = TestRequest::get().peer_addr(([127, 0, 0, 1], 1).into());
    for line in input.split(|byte| *byte == b'\n') {
        let Some((first, value)) = line.split_first() else { continue };
        let name = ["x-forwarded-for", "forwarded", "x-forwarded-proto", "host"][usize::from(first % 4)];
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request = request.append_header((name, value));
        }
    }
    let request = request.to_http_request();
    let trusted: Vec<_> = ["127.0.0.0/8", "10.0.0.0/8"].into_iter().filter_map(address::parse_network).collect();
    let client = forwarded::address(&request, &trusted);
    assert_eq!(client, client.to_canonical(), "an address has one form");
    assert_eq!(forwarded::address(&request, &[]), std::net::IpAddr::from([127, 0, 0, 1]), "who is not trusted is not believed");
    let _ = forwarded::is_over_tls(&request);
});
