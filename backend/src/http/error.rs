//! The error response.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    db::DbError,
    kernel::{ApiError, FieldError, Form},
    media::ImageError,
    observe::request,
};

/// Why a request failed: an error of the caller, or an internal error.
#[derive(Debug)]
pub enum Error {
    Refused(ApiError),
    Failed(DbError),
}

/// The body of every error response.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// A stable error code; 0 is a general error.
    #[schema(examples(50035))]
    pub code: u32,
    #[schema(examples("Invalid Form Body"))]
    pub message: String,
    /// Validation errors, nested like the request. A leaf is `_errors`, a list of `code` and `message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Object>)]
    pub errors: Option<Value>,
    /// Seconds to wait before the next attempt, if a rate limit was exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub retry_after: Option<f64>,
    /// Whether the global rate limit was exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub global: Option<bool>,
    /// Id of the request in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub request_id: Option<String>,
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

impl From<ImageError> for Error {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Refused(error) => Self::Refused(error),
            ImageError::Failed(error) => Self::Failed(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(out),
            Self::Failed(error) => error.fmt(out),
        }
    }
}

impl Error {
    /// An API error for one invalid field.
    pub fn field(path: &str, error: &FieldError) -> Self {
        Self::Refused(Form::refuse(path, error))
    }

    /// The error that the caller gets. An internal error is logged here, once, with its cause.
    pub fn to_api_error(&self) -> ApiError {
        match self {
            Self::Refused(error) => error.clone(),
            Self::Failed(DbError::Full) => ApiError::storage_full(),
            // It is logged by the connection code, once and not for each caller.
            Self::Failed(
                DbError::Busy
                | DbError::NotCommitted
                | DbError::ReadOnly
                | DbError::TimedOut
                | DbError::Away(_)
                | DbError::Silent
                | DbError::Held
                | DbError::TakenOver
                | DbError::Unknown,
            ) => ApiError::unavailable(),
            Self::Failed(error @ DbError::Disk(_)) => {
                tracing::error!(%error, "request failed");
                ApiError::unavailable()
            }
            Self::Failed(error) => {
                tracing::error!(%error, "request failed");
                ApiError::internal()
            }
        }
    }
}

impl From<ApiError> for ErrorBody {
    fn from(error: ApiError) -> Self {
        Self {
            code: error.code,
            request_id: request::current().map(|id| id.to_string()),
            retry_after: error.retry.map(|retry| retry.after_s),
            global: error.retry.map(|retry| retry.global),
            errors: error.errors,
            message: error.message.into_owned(),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Refused(error) => StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        respond(self.to_api_error())
    }
}

/// The response of an API error.
pub fn respond(error: ApiError) -> HttpResponse {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    if let Some(retry) = error.retry {
        answer.insert_header((header::RETRY_AFTER, retry.after_s.ceil().max(1.0).to_string()));
        // One client library treats a 429 without this header as a ban.
        answer.insert_header((header::VIA, "1.1 chatspace"));
    } else if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.insert_header((header::RETRY_AFTER, "1"));
    }
    if let Some(methods) = &error.methods {
        answer.insert_header((header::ALLOW, methods.as_str()));
    }
    answer.json(ErrorBody::from(error))
}
