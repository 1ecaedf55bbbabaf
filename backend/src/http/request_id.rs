//! The name of the request being answered, for logs and error bodies.

use actix_web::{
    Error as ActixError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use rand::RngCore;

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that this task answers, if it answers one.
pub fn current() -> Option<String> {
    CURRENT.try_with(|id| id.clone()).ok()
}

/// Middleware: names the request, and says so in `X-Request-Id`.
pub async fn name_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let mut bytes = [0; 8];
    rand::rng().fill_bytes(&mut bytes);
    let id = hex::encode(bytes);
    let header = HeaderValue::from_str(&id);
    let mut response = CURRENT.scope(id, next.call(request)).await?;
    if let Ok(value) = header {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}
