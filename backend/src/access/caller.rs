//! The caller of a request.

use crate::kernel::{Monotonic, SessionId, UserId};

/// A user with a valid access token, or a bot with its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub user: UserId,
    /// The session of the token.
    pub session_id: SessionId,
    /// When the token expires.
    pub expires_at: Monotonic,
    pub bot: bool,
}
