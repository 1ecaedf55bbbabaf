//! Results of the steps of signing in.

use std::time::Duration;

use crate::{
    http::rate_limits::Taken,
    kernel::{Secret, SessionId, Timestamp, UserId},
    wire::user::CurrentUser,
};

/// An opened session with its tokens.
#[derive(Debug)]
pub struct SignedIn {
    pub access: Secret,
    /// Lifetime of the access token.
    pub access_lifetime: Duration,
    pub refresh: Secret,
    /// Lifetime of the refresh token if it is not used.
    pub refresh_lifetime: Duration,
    pub user: CurrentUser,
}

/// The outcome of a request for an email.
#[derive(Debug)]
pub enum EmailRequested {
    /// The email is queued, or the address has no account.
    Done,
    /// The limit of emails is reached.
    TooOften(Taken),
}

/// A session with its newest refresh token, as stored by a write job.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) user: UserId,
    pub(super) session_id: SessionId,
    pub(super) token: Secret,
    pub(super) expires_at: Timestamp,
}
