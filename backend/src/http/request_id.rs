//! The id of the current request, for logs and error bodies.

use std::sync::Arc;

use actix_web::{
    dev::ServiceRequest,
    http::header::{HeaderMap, HeaderName, HeaderValue},
    web,
};
use ipnet::IpNet;

use crate::kernel::{address, random};

/// The response header with the id.
pub const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// Networks of proxies whose request ids are trusted.
pub struct Trusted(pub Vec<IpNet>);

/// The id of a request. A trusted proxy may have set it, as the trace id of a `traceparent`.
pub fn of(request: &ServiceRequest) -> Arc<str> {
    given(request).map_or_else(generated, Arc::from)
}

/// Adds the id in `X-Request-Id`.
pub fn show(id: &str, headers: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(NAME, value);
    }
}

fn generated() -> Arc<str> {
    let mut digits = [0; 16];
    hex::encode_to_slice(random::bytes::<8>(), &mut digits).expect("two digits for each byte");
    str::from_utf8(&digits).expect("digits are text").into()
}

fn given(request: &ServiceRequest) -> Option<&str> {
    let header = request.headers().get("traceparent")?;
    let trusted = request.app_data::<web::Data<Trusted>>()?;
    let peer = request.peer_addr()?.ip().to_canonical();
    address::is_in(&trusted.0, peer).then(|| trace(header.to_str().ok()?)).flatten()
}

/// The trace id of a `traceparent`: `00-<32 digits>-<16 digits>-<2 digits>`; a later version may append to that.
fn trace(header: &str) -> Option<&str> {
    let mut parts = header.split('-');
    let mut part = |length| {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        parts.next().filter(|part| part.len() == length && part.bytes().all(is_digit))
    };
    let (version, trace, parent, _flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
    let is_odd = version == "ff" || (version == "00" && parts.next().is_some());
    let is_zero = |part: &str| part.bytes().all(|byte| byte == b'0');
    (!is_odd && !is_zero(trace) && !is_zero(parent)).then_some(trace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    #[test]
    fn a_trace_is_read_as_the_standard_says_and_nothing_else_is() {
        for good in ["00-{}-00f067aa0ba902b7-01", "00-{}-00f067aa0ba902b7-00", "cc-{}-00f067aa0ba902b7-01-what-comes-later"] {
            assert_eq!(trace(&good.replace("{}", TRACE)), Some(TRACE), "{good}");
        }
        for bad in [
            "",
            TRACE,
            "ff-{}-00f067aa0ba902b7-01",
            "00-{}-00f067aa0ba902b7-01-more",
            "00-{}-0000000000000000-01",
            "00-{}-00F067AA0BA902B7-01",
            "00-{}x-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        ] {
            assert_eq!(trace(&bad.replace("{}", TRACE)), None, "{bad}");
        }
    }
}
