//! What the steps of signing in yield.

use std::time::Duration;

use crate::{
    http::rate_limits::Taken,
    kernel::{Secret, SessionId, Timestamp, UserId},
    wire::user::CurrentUser,
};

/// What somebody who is let in gets.
#[derive(Debug)]
pub struct SignedIn {
    pub access: Secret,
    /// How long the access token lives.
    pub access_lifetime: Duration,
    pub refresh: Secret,
    /// How long the refresh token lives if it is not used.
    pub refresh_lifetime: Duration,
    pub user: CurrentUser,
}

/// How a request for a letter ended.
#[derive(Debug)]
pub enum EmailRequested {
    /// There is a letter, or there is nobody to write to.
    Done,
    /// Enough letters have been asked for.
    TooOften(Taken),
}

/// A session with its newest refresh token, as a write turn leaves it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) user: UserId,
    pub(super) session_id: SessionId,
    pub(super) token: Secret,
    pub(super) expires_at: Timestamp,
}
