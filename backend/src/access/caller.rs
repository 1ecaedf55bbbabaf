//! Who makes a request.

use crate::kernel::{Monotonic, SessionId, UserId};

/// A person who showed a valid access token, or a bot that showed its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub user: UserId,
    /// The session the token belongs to.
    pub session_id: SessionId,
    /// When the token ends.
    pub expires_at: Monotonic,
    pub bot: bool,
}
