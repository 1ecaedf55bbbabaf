//! The targets of mentions in a text.

use super::super::{ChannelId, RoleId, UserId};

/// The target of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mention {
    User(UserId),
    Role(RoleId),
    Channel(ChannelId),
    Everyone,
    Here,
}
