//! The one error shape.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    db::Failure,
    kernel::{FieldError, Form, Refusal},
    media::KeepError,
    observe::request,
};

/// Why a request was not done: the caller can mend it, or the world failed.
#[derive(Debug)]
pub enum Error {
    Refused(Refusal),
    Failed(Failure),
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

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<KeepError> for Error {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Refused(refusal) => Self::Refused(refusal),
            KeepError::Failed(failure) => Self::Failed(failure),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Failed(failure) => failure.fmt(out),
        }
    }
}

impl Error {
    /// A refusal for one wrong field.
    pub fn field(path: &str, error: &FieldError) -> Self {
        Self::Refused(Form::refuse(path, error))
    }

    /// What the caller is told. A failure is logged here, once, with its cause.
    pub fn to_refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::Failed(Failure::Full) => Refusal::storage_full(),
            // It is logged by whoever looks after the connections, once and not for each caller.
            Self::Failed(
                Failure::Busy
                | Failure::NotCommitted
                | Failure::ReadOnly
                | Failure::TimedOut
                | Failure::Away(_)
                | Failure::Silent
                | Failure::Held
                | Failure::TakenOver
                | Failure::Unknown,
            ) => Refusal::unavailable(),
            Self::Failed(failure @ Failure::Disk(_)) => {
                tracing::error!(%failure, "request failed");
                Refusal::unavailable()
            }
            Self::Failed(failure) => {
                tracing::error!(%failure, "request failed");
                Refusal::internal()
            }
        }
    }
}

impl From<Refusal> for ErrorBody {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: refusal.code,
            request_id: request::current().map(|id| id.to_string()),
            retry_after: refusal.retry.map(|retry| retry.after_s),
            global: refusal.retry.map(|retry| retry.global),
            errors: refusal.errors,
            message: refusal.message.into_owned(),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        respond(self.to_refusal())
    }
}

/// The answer that carries a refusal.
pub fn respond(refusal: Refusal) -> HttpResponse {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    if let Some(retry) = refusal.retry {
        answer.insert_header((header::RETRY_AFTER, retry.after_s.ceil().max(1.0).to_string()));
        // One client library takes a 429 without this header for a ban.
        answer.insert_header((header::VIA, "1.1 chatspace"));
    } else if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.insert_header((header::RETRY_AFTER, "1"));
    }
    if let Some(methods) = &refusal.methods {
        answer.insert_header((header::ALLOW, methods.as_str()));
    }
    answer.json(ErrorBody::from(refusal))
}
