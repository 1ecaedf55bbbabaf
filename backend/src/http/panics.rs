//! A panic in a handler becomes an error response, and the connection remains open.

use std::{fmt, panic::AssertUnwindSafe};

use actix_web::{
    Error as ActixError, HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use futures_util::FutureExt;

use super::{error, request_id};
use crate::{kernel::ApiError, observe::request};

/// Turns a panic into a 500 with the request id. The panic itself is logged by the panic hook.
///
/// The request is lost with the panic, so the result is an error rather than a response, and sets the headers itself.
///
/// # Errors
/// Those of the handler, and a panic of its own.
pub async fn caught<T>(answering: impl Future<Output = Result<T, ActixError>>) -> Result<T, ActixError> {
    let caught = AssertUnwindSafe(answering).catch_unwind().await;
    caught.unwrap_or_else(|_| Err(Panicked { request_id: request::current().map(|id| id.to_string()) }.into()))
}

/// The response to a request whose handler panicked.
#[derive(Debug)]
struct Panicked {
    request_id: Option<String>,
}

impl fmt::Display for Panicked {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("the handler of a request panicked")
    }
}

impl ResponseError for Panicked {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn error_response(&self) -> HttpResponse {
        let mut body = error::ErrorBody::from(ApiError::internal());
        body.request_id.clone_from(&self.request_id);
        let mut answer = HttpResponse::InternalServerError();
        if let Some(id) = &self.request_id {
            answer.insert_header((request_id::NAME, id.as_str()));
        }
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        answer.insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        answer.json(body)
    }
}
