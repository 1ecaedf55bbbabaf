//! Who makes a request.

use crate::kernel::{LoginId, Monotonic, UserId};

/// A person who showed a valid access token, or a bot that showed its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub user: UserId,
    /// The log-in the token belongs to.
    pub login: LoginId,
    /// When the token ends.
    pub expires_at: Monotonic,
    pub bot: bool,
}
