//! Secrets do not belong in an address: addresses are logged by proxies, kept in histories and passed on to other sites.

use actix_web::dev::ServiceRequest;
use url::form_urlencoded;

use crate::{kernel::ApiError, observe::security_event};

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

/// the API error of what brings a secret in its query, so that nobody gets used to it.
pub fn refuse(request: &ServiceRequest) -> Option<ApiError> {
    let name = form_urlencoded::parse(request.query_string().as_bytes())
        .find_map(|(name, _)| NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name)))?;
    security_event!("secret_in_url", name, "refused a request with a secret in its address");
    Some(ApiError::bad_request("Tokens and passwords do not belong in an address. Use a header or the body."))
}
