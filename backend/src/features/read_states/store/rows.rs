//! Rows of read states.

use sqlx::FromRow;

use crate::kernel::{ChannelId, MessageId};

/// A user's last read message of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ReadRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
}

/// Number of unread messages of a channel that mention a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct CountRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
    pub mention_count: i64,
}
