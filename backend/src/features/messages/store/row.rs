//! The row of a message.

use sqlx::FromRow;

use crate::kernel::{ChannelId, MessageId, Timestamp, UserId};

/// A stored message. Statements select all columns, of which this takes those that it has a field for, so that a new one is named once.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MessageRow {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub kind: i64,
    pub content: String,
    pub edited_at: Option<Timestamp>,
    pub flags: i64,
    pub reference_id: Option<MessageId>,
    /// Ids separated by spaces.
    pub mentioned_users: String,
    pub mentioned_roles: String,
    pub mentions_everyone: bool,
    /// When it was sent, where its id tells another time.
    pub created_at: Option<Timestamp>,
    /// Counts and emoji, as `ReactionCounts` reads them.
    pub reactions: String,
}

impl MessageRow {
    /// A text of its author, with nothing beside.
    pub fn new(id: MessageId, channel: ChannelId, (author, content): (UserId, String), now: Timestamp) -> Self {
        Self {
            id,
            channel_id: channel,
            author_id: author,
            kind: 0,
            content,
            edited_at: None,
            flags: 0,
            reference_id: None,
            mentioned_users: String::new(),
            mentioned_roles: String::new(),
            mentions_everyone: false,
            created_at: id.time_beside(now),
            reactions: String::new(),
        }
    }

    pub fn sent_at(&self) -> Timestamp {
        self.id.sent_at(self.created_at)
    }
}
