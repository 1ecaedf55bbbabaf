//! Rows of read states.

use sqlx::FromRow;

use crate::kernel::{ChannelId, MessageId};

/// How far somebody has read a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ReadRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
}

/// How many messages mention somebody in a channel, after what they have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct CountRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
    pub mention_count: i64,
}
