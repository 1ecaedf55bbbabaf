//! What a text can mention.

use super::super::{ChannelId, RoleId, UserId};

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mention {
    User(UserId),
    Role(RoleId),
    Channel(ChannelId),
    Everyone,
    Here,
}
