//! Secrets do not belong in an address: addresses are logged by proxies, kept in histories and passed on to other sites.

use actix_web::{
    Error as ActixError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use url::form_urlencoded;

use super::error;
use crate::{kernel::Refusal, observe::security_event};

/// The names under which programs put secrets into a query.
const NAMES: &[&str] = &[
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "auth",
    "authorization",
    "bearer",
    "jwt",
    "api_key",
    "apikey",
    "password",
];

/// Middleware: refuses what brings a secret in its query, so that nobody gets used to it.
pub async fn refuse<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let found = form_urlencoded::parse(request.query_string().as_bytes())
        .find_map(|(name, _)| NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name)));
    let Some(name) = found else { return Ok(next.call(request).await?.map_into_boxed_body()) };
    security_event!("secret_in_address", name, "refused a request with a secret in its address");
    let refusal = Refusal::bad_request("Tokens and passwords do not belong in an address. Use a header or the body.");
    Ok(request.into_response(error::respond(refusal)))
}
