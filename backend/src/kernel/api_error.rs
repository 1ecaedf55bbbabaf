//! Errors of the API, with their HTTP status, code and message.
//!
//! The table has those that several features answer with. Callers without access get the same answer as for something that does not exist.

use std::borrow::Cow;

use serde_json::Value;

/// An error that the caller can correct. It is also the body of errors in REST and in gateway results.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{status} / {code}: {message}")]
pub struct ApiError {
    /// An HTTP status.
    pub status: u16,
    /// The wire's code; 0 is general.
    pub code: u32,
    pub message: Cow<'static, str>,
    /// Form errors, nested like the request.
    pub errors: Option<Value>,
    pub retry: Option<Retry>,
    /// The methods that the path knows, for a refusal of another.
    pub methods: Option<String>,
}

/// When to try again, for a refusal by a rate limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    /// Seconds, with fractions.
    pub after_s: f64,
    /// Whether the limit counts all routes together.
    pub global: bool,
}

macro_rules! api_errors {
    ($($name:ident = $status:literal / $code:literal, $message:literal;)+) => {
        impl ApiError {
            $(pub const fn $name() -> Self {
                Self::new($status, $code, $message)
            })+
        }
    };
}

/// Errors of one feature, as functions in the module that declares them.
macro_rules! errors {
    ($($name:ident = $status:literal / $code:literal, $message:literal;)+) => {
        $(pub const fn $name() -> $crate::kernel::ApiError {
            $crate::kernel::ApiError::new($status, $code, $message)
        })+
    };
}

pub(crate) use errors;

api_errors! {
    malformed_json = 400 / 50109, "The request body is not the JSON that was expected.";
    too_many_guilds = 400 / 30001, "Maximum number of guilds reached.";
    unauthorized = 401 / 0, "401: Unauthorized";
    missing_access = 403 / 50001, "Missing access.";
    missing_permissions = 403 / 50013, "You lack the permissions to do that.";
    cannot_message_user = 403 / 50007, "Cannot send messages to this user.";
    owner_cannot_leave = 400 / 50055, "The owner cannot leave. Hand the guild over or delete it.";
    wrong_channel_type = 400 / 50024, "Cannot do this on this type of channel.";
    people_only = 403 / 20001, "Bots cannot use this endpoint.";
    bots_only = 403 / 20002, "Only bots can use this endpoint.";
    reauthentication_required = 403 / 200001, "Confirm your password first.";
    cross_site = 403 / 0, "This request came from another site.";
    unknown_application = 404 / 10002, "Unknown application.";
    unknown_channel = 404 / 10003, "Unknown channel.";
    unknown_guild = 404 / 10004, "Unknown guild.";
    unknown_member = 404 / 10007, "Unknown member.";
    unknown_message = 404 / 10008, "Unknown message.";
    unknown_user = 404 / 10013, "Unknown user.";
    unknown_route = 404 / 0, "404: Not Found";
    too_large = 413 / 40005, "Request entity too large.";
    encoded_body = 415 / 0, "The request body must not be compressed.";
    unsupported_media = 415 / 50046, "This is no picture. Use PNG, JPEG, GIF or WebP.";
    unreadable_media = 422 / 50046, "This picture is broken, or has too many pixels or frames.";
    internal = 500 / 0, "500: Internal Server Error";
    unavailable = 503 / 0, "The server cannot take this now. Try again.";
    storage_full = 507 / 0, "The server has no storage left.";
}

impl ApiError {
    /// Any error. Those that several features answer with are in the table above; a feature declares its own with `errors!`.
    pub const fn new(status: u16, code: u32, message: &'static str) -> Self {
        Self { status, code, message: Cow::Borrowed(message), errors: None, retry: None, methods: None }
    }

    /// A form with errors, nested like the request body.
    pub const fn form(errors: Value) -> Self {
        Self {
            status: 400,
            code: 50035,
            message: Cow::Borrowed("Invalid Form Body"),
            errors: Some(errors),
            retry: None,
            methods: None,
        }
    }

    /// A method that the path does not know; `methods` are those it knows, separated by commas.
    pub fn wrong_method(methods: impl Into<String>) -> Self {
        Self { methods: Some(methods.into()), ..Self::new(405, 0, "405: Method Not Allowed") }
    }

    /// Refused by a rate limit.
    pub const fn rate_limited(after_s: f64, global: bool) -> Self {
        let mut error = Self::new(429, 0, "You are being rate limited.");
        error.retry = Some(Retry { after_s, global });
        error
    }

    /// A request that is wrong in a way that has no field.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self { status: 400, code: 0, message: message.into(), errors: None, retry: None, methods: None }
    }
}
