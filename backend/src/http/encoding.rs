//! Compression: which encodings a client accepts, and compression of API responses.

use std::io::Write;

use actix_web::{
    HttpMessage,
    body::{BoxBody, MessageBody},
    dev::ServiceResponse,
    http::{
        Method,
        header::{self, AcceptEncoding, ContentEncoding, Encoding, Header, HeaderValue, Preference, Quality},
    },
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

/// Shorter responses are not worth it, and much longer ones would block a thread.
const WORTHWHILE_BYTES: std::ops::RangeInclusive<usize> = 1024..=1024 * 1024;
/// At this level a history page shrinks to a fifth, in a tenth of a millisecond.
const LEVEL: u32 = 2;
/// Responses of these routes may contain a secret next to text chosen by somebody else. If they were compressed together, their
/// length could reveal the secret (BREACH). Other secrets are in responses to methods other than GET, which are not compressed.
const WITH_SECRETS: &[&str] = &["/api/v10/auth/", "/api/v10/chatspace/admin/"];

/// The encodings that a client accepts.
pub struct Accepted(Option<AcceptEncoding>);

impl Accepted {
    pub fn of(request: &impl HttpMessage) -> Self {
        let says = request.headers().contains_key(header::ACCEPT_ENCODING);
        Self(says.then(|| AcceptEncoding::parse(request).ok()).flatten())
    }

    pub fn takes(&self, encoding: ContentEncoding) -> bool {
        let wanted = Preference::Specific(Encoding::Known(encoding));
        let items = self.0.iter().flat_map(|accepted| accepted.iter());
        let quality = |preference| items.clone().find(|item| item.item == preference).map(|item| item.quality);
        quality(wanted).or_else(|| quality(Preference::Any)).is_some_and(|quality| quality > Quality::ZERO)
    }
}

/// Compresses a response of the API if the client accepts it.
pub fn compressed(answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let request = answer.request();
    let is_eligible = request.method() == Method::GET
        && request.headers().contains_key(header::ACCEPT_ENCODING)
        && answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json")
        && request.match_pattern().is_some_and(|route| !WITH_SECRETS.iter().any(|prefix| route.starts_with(prefix)))
        && Accepted::of(request).takes(ContentEncoding::Gzip);
    if !is_eligible {
        return answer;
    }
    answer.map_body(|head, body| match body.try_into_bytes() {
        Ok(bytes) if WORTHWHILE_BYTES.contains(&bytes.len()) => {
            head.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            head.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
            gzip(&bytes).boxed()
        }
        Ok(bytes) => bytes.boxed(),
        Err(body) => body,
    })
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(LEVEL));
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("memory takes what is written").into()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn what_a_client_takes_is_read_with_its_weights() {
        let takes = |text: &str| {
            let request = TestRequest::default().insert_header((header::ACCEPT_ENCODING, text)).to_request();
            let accepted = Accepted::of(&request);
            [ContentEncoding::Brotli, ContentEncoding::Gzip].map(|encoding| accepted.takes(encoding))
        };
        for (text, expected) in [
            ("gzip, deflate, br, zstd", [true, true]),
            ("GZIP", [false, true]),
            ("br;q=1.0, gzip;q=0.0", [true, false]),
            ("*", [true, true]),
            ("br;q=0, *;q=0.5", [false, true]),
            ("*;q=0", [false, false]),
            ("identity", [false, false]),
            ("", [false, false]),
            ("br;q=nonsense", [false, false]),
        ] {
            assert_eq!(takes(text), expected, "{text}");
        }
        assert!(!Accepted::of(&TestRequest::default().to_request()).takes(ContentEncoding::Gzip));
    }
}
