//! `/api/v9` answers the same as `/api/v10`: one library asks for the older number.

use actix_web::{
    Error as ActixError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Uri,
    middleware::Next,
};

const OLD: &str = "/api/v9/";
const NEW: &str = "/api/v10/";

/// Middleware: takes the older prefix for the newer one.
pub async fn accept_older(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    if let Some(rest) = request.uri().path_and_query().and_then(|path| path.as_str().strip_prefix(OLD)) {
        let mut parts = request.uri().clone().into_parts();
        if let Ok(path) = format!("{NEW}{rest}").parse() {
            parts.path_and_query = Some(path);
            if let Ok(uri) = Uri::from_parts(parts) {
                request.match_info_mut().get_mut().update(&uri);
                request.head_mut().uri = uri;
            }
        }
    }
    next.call(request).await
}
