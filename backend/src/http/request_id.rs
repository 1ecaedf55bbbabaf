//! Names the request being answered, for logs and error bodies.

use std::sync::Arc;

use actix_web::{
    Error as ActixError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use ipnet::IpNet;
use rand::RngCore;

use crate::observe::request;

/// Networks of proxies, whose names for requests are believed.
pub struct Trusted(pub Vec<IpNet>);

/// Middleware: names the request, and says so in `X-Request-Id`. A trusted proxy may have named it already, as the trace of a
/// `traceparent`.
pub async fn name_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let id: Arc<str> = given(&request).unwrap_or_else(random).into();
    let header = HeaderValue::from_str(&id);
    let mut response = request::within(Some(id), next.call(request)).await?;
    if let Ok(value) = header {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

fn random() -> String {
    let mut bytes = [0; 8];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

fn given(request: &ServiceRequest) -> Option<String> {
    let header = request.headers().get("traceparent")?;
    let trusted = request.app_data::<web::Data<Trusted>>()?;
    let peer = request.peer_addr()?.ip().to_canonical();
    trusted.0.iter().any(|network| network.contains(&peer)).then(|| trace(header.to_str().ok()?)).flatten().map(str::to_owned)
}

/// The trace in a `traceparent`: `00-<32 digits>-<16 digits>-<2 digits>`; a later version may add to that.
fn trace(header: &str) -> Option<&str> {
    let mut parts = header.split('-');
    let mut part = |length| {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        parts.next().filter(|part| part.len() == length && part.bytes().all(is_digit))
    };
    let (version, trace, parent, _flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
    let has_more = parts.next().is_some();
    let is_zero = |part: &str| part.bytes().all(|byte| byte == b'0');
    (version != "ff" && !(version == "00" && has_more) && !is_zero(trace) && !is_zero(parent)).then_some(trace)
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
