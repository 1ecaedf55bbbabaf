//! `/api/v9` is an alias of `/api/v10`, for a library that uses the older version.

use actix_web::{dev::ServiceRequest, http::Uri};

const OLD: &str = "/api/v9/";
const NEW: &str = "/api/v10/";

/// Replaces the older prefix.
pub fn accept_older(request: &mut ServiceRequest) {
    let Some(rest) = request.uri().path_and_query().and_then(|path| path.as_str().strip_prefix(OLD)) else { return };
    let Ok(path) = format!("{NEW}{rest}").parse() else { return };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(path);
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}
