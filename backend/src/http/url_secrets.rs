//! Refuses secrets in URLs, which are logged by proxies, stored in histories and sent to other sites as referrers.

use actix_web::dev::ServiceRequest;
use url::form_urlencoded;

use crate::{kernel::ApiError, observe::security_event};

/// Query parameters that commonly contain secrets.
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

/// The error for a query with a secret, so that clients do not rely on it.
pub fn refuse(request: &ServiceRequest) -> Option<ApiError> {
    let name = form_urlencoded::parse(request.query_string().as_bytes())
        .find_map(|(name, _)| NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name)))?;
    security_event!("secret_in_url", name, "refused a request with a secret in its URL");
    Some(ApiError::bad_request("Tokens and passwords do not belong in a URL. Use a header or the body."))
}
