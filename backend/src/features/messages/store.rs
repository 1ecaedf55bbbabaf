//! SQL of messages.

mod erasing;
mod plain;

use sqlx::FromRow;

pub use erasing::{RowToDelete, delete_rows, next_of, some_of_channel};
pub use plain::{AT_ONCE, Plain, insert_plain};

use crate::{
    db::{Conn, Failure, execute, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

/// A stored message.
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
}

impl MessageRow {
    pub fn sent_at(&self) -> Timestamp {
        self.id.sent_at(self.created_at)
    }
}

/// Stores a message.
pub async fn insert(conn: &mut Conn, row: &MessageRow, nonce: Option<&str>) -> Result<(), Failure> {
    execute!(
        conn,
        "INSERT INTO messages (id, channel_id, author_id, kind, content, flags, reference_id, mentioned_users,
                               mentioned_roles, mentions_everyone, nonce, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        row.id,
        row.channel_id,
        row.author_id,
        row.kind,
        row.content.as_str(),
        row.flags,
        row.reference_id,
        row.mentioned_users.as_str(),
        row.mentioned_roles.as_str(),
        row.mentions_everyone,
        nonce,
        row.created_at,
    )?;
    Ok(())
}

pub async fn find(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<Option<MessageRow>, Failure> {
    fetch_optional!(
        conn,
        "SELECT id, channel_id, author_id, kind, content, edited_at, flags, reference_id, mentioned_users, mentioned_roles,
                mentions_everyone, created_at
         FROM messages WHERE channel_id = $1 AND id = $2",
        channel,
        id,
    )
}

pub async fn find_by_nonce(
    conn: &mut Conn,
    channel: ChannelId,
    author: UserId,
    nonce: &str,
) -> Result<Option<MessageRow>, Failure> {
    fetch_optional!(
        conn,
        "SELECT id, channel_id, author_id, kind, content, edited_at, flags, reference_id, mentioned_users, mentioned_roles,
                mentions_everyone, created_at
         FROM messages WHERE channel_id = $1 AND author_id = $2 AND nonce = $3",
        channel,
        author,
        nonce,
    )
}

pub async fn update(conn: &mut Conn, row: &MessageRow) -> Result<(), Failure> {
    execute!(
        conn,
        "UPDATE messages SET content = $3, edited_at = $4, flags = $5, mentioned_users = $6, mentioned_roles = $7,
                mentions_everyone = $8
         WHERE channel_id = $1 AND id = $2",
        row.channel_id,
        row.id,
        row.content.as_str(),
        row.edited_at,
        row.flags,
        row.mentioned_users.as_str(),
        row.mentioned_roles.as_str(),
        row.mentions_everyone,
    )?;
    Ok(())
}

/// The last message of a channel.
pub async fn last_of(conn: &mut Conn, channel: ChannelId) -> Result<Option<MessageId>, Failure> {
    let (last,): (Option<MessageId>,) = fetch_one!(conn, "SELECT max(id) FROM messages WHERE channel_id = $1", channel)?;
    Ok(last)
}

/// Deletes a message; yields false if it was not there.
pub async fn delete(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<bool, Failure> {
    Ok(execute!(conn, "DELETE FROM messages WHERE channel_id = $1 AND id = $2", channel, id)? > 0)
}

/// The next channel, by id, that an author has written in, and their first message there. Reads the whole index of what stands
/// between, 40 ms for a million messages that are in memory, so it is not for a turn of the writer.
pub async fn next_place_of(conn: &mut Conn, author: UserId, after: ChannelId) -> Result<Option<(ChannelId, MessageId)>, Failure> {
    fetch_optional!(
        conn,
        "SELECT channel_id, id FROM messages WHERE author_id = $1 AND channel_id > $2 ORDER BY channel_id, id LIMIT 1",
        author,
        after,
    )
}

/// Up to `limit` messages of an author in a channel with ids above `after`, oldest first.
pub async fn page_of(
    conn: &mut Conn,
    author: UserId,
    channel: ChannelId,
    after: MessageId,
    limit: i64,
) -> Result<Vec<MessageRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT id, channel_id, author_id, kind, content, edited_at, flags, reference_id, mentioned_users, mentioned_roles,
                mentions_everyone, created_at
         FROM messages WHERE author_id = $1 AND channel_id = $2 AND id > $3 ORDER BY id LIMIT $4",
        author,
        channel,
        after,
        limit,
    )
}

/// A message of a page, with the one it replies to if that is still there.
#[derive(Debug, FromRow)]
pub struct PageRow {
    #[sqlx(flatten)]
    pub message: MessageRow,
    pub r_id: Option<MessageId>,
    pub r_author_id: Option<UserId>,
    pub r_kind: Option<i64>,
    pub r_content: Option<String>,
    pub r_edited_at: Option<Timestamp>,
    pub r_flags: Option<i64>,
    pub r_reference_id: Option<MessageId>,
    pub r_mentioned_users: Option<String>,
    pub r_mentioned_roles: Option<String>,
    pub r_mentions_everyone: Option<bool>,
    pub r_created_at: Option<Timestamp>,
}

impl PageRow {
    pub fn split(self) -> (MessageRow, Option<MessageRow>) {
        let referenced = self.r_id.map(|id| MessageRow {
            id,
            channel_id: self.message.channel_id,
            author_id: self.r_author_id.unwrap_or(self.message.author_id),
            kind: self.r_kind.unwrap_or_default(),
            content: self.r_content.unwrap_or_default(),
            edited_at: self.r_edited_at,
            flags: self.r_flags.unwrap_or_default(),
            reference_id: self.r_reference_id,
            mentioned_users: self.r_mentioned_users.unwrap_or_default(),
            mentioned_roles: self.r_mentioned_roles.unwrap_or_default(),
            mentions_everyone: self.r_mentions_everyone.unwrap_or_default(),
            created_at: self.r_created_at,
        });
        (self.message, referenced)
    }
}

/// Up to `limit` messages with ids below `before`, newest first.
pub async fn page_before(conn: &mut Conn, channel: ChannelId, before: MessageId, limit: i64) -> Result<Vec<PageRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT m.id, m.channel_id, m.author_id, m.kind, m.content, m.edited_at, m.flags, m.reference_id, m.mentioned_users,
                m.mentioned_roles, m.mentions_everyone, m.created_at, r.id AS r_id, r.author_id AS r_author_id, r.kind AS r_kind,
                r.content AS r_content, r.edited_at AS r_edited_at, r.flags AS r_flags, r.reference_id AS r_reference_id,
                r.mentioned_users AS r_mentioned_users, r.mentioned_roles AS r_mentioned_roles,
                r.mentions_everyone AS r_mentions_everyone, r.created_at AS r_created_at
         FROM messages m LEFT JOIN messages r ON r.id = m.reference_id AND r.channel_id = m.channel_id
         WHERE m.channel_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3",
        channel,
        before,
        limit,
    )
}

/// Up to `limit` messages with ids above `after`, those next to it, oldest first.
pub async fn page_after(conn: &mut Conn, channel: ChannelId, after: MessageId, limit: i64) -> Result<Vec<PageRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT m.id, m.channel_id, m.author_id, m.kind, m.content, m.edited_at, m.flags, m.reference_id, m.mentioned_users,
                m.mentioned_roles, m.mentions_everyone, m.created_at, r.id AS r_id, r.author_id AS r_author_id, r.kind AS r_kind,
                r.content AS r_content, r.edited_at AS r_edited_at, r.flags AS r_flags, r.reference_id AS r_reference_id,
                r.mentioned_users AS r_mentioned_users, r.mentioned_roles AS r_mentioned_roles,
                r.mentions_everyone AS r_mentions_everyone, r.created_at AS r_created_at
         FROM messages m LEFT JOIN messages r ON r.id = m.reference_id AND r.channel_id = m.channel_id
         WHERE m.channel_id = $1 AND m.id > $2 ORDER BY m.id ASC LIMIT $3",
        channel,
        after,
        limit,
    )
}

/// Up to `limit` messages around `id` and `id` itself, newest first, read in one statement.
pub async fn page_around(conn: &mut Conn, channel: ChannelId, id: MessageId, limit: i64) -> Result<Vec<PageRow>, Failure> {
    let newer = limit / 2;
    fetch_all!(
        conn,
        "SELECT * FROM (
         SELECT m.id, m.channel_id, m.author_id, m.kind, m.content, m.edited_at, m.flags, m.reference_id, m.mentioned_users,
                m.mentioned_roles, m.mentions_everyone, m.created_at, r.id AS r_id, r.author_id AS r_author_id, r.kind AS r_kind,
                r.content AS r_content, r.edited_at AS r_edited_at, r.flags AS r_flags, r.reference_id AS r_reference_id,
                r.mentioned_users AS r_mentioned_users, r.mentioned_roles AS r_mentioned_roles,
                r.mentions_everyone AS r_mentions_everyone, r.created_at AS r_created_at
         FROM messages m LEFT JOIN messages r ON r.id = m.reference_id AND r.channel_id = m.channel_id
         WHERE m.channel_id = $1 AND m.id > $2 ORDER BY m.id ASC LIMIT $3) AS newer
         UNION ALL SELECT * FROM (
         SELECT m.id, m.channel_id, m.author_id, m.kind, m.content, m.edited_at, m.flags, m.reference_id, m.mentioned_users,
                m.mentioned_roles, m.mentions_everyone, m.created_at, r.id AS r_id, r.author_id AS r_author_id, r.kind AS r_kind,
                r.content AS r_content, r.edited_at AS r_edited_at, r.flags AS r_flags, r.reference_id AS r_reference_id,
                r.mentioned_users AS r_mentioned_users, r.mentioned_roles AS r_mentioned_roles,
                r.mentions_everyone AS r_mentions_everyone, r.created_at AS r_created_at
         FROM messages m LEFT JOIN messages r ON r.id = m.reference_id AND r.channel_id = m.channel_id
         WHERE m.channel_id = $1 AND m.id <= $2 ORDER BY m.id DESC LIMIT $4) AS older
         ORDER BY id DESC",
        channel,
        id,
        newer,
        limit - newer,
    )
}

/// Notes that somebody sends to a channel with slow mode now, unless they have since a moment; yields whether they may. What was noted
/// for a later time than now holds nobody: the clock was wrong then.
pub async fn begin_pause(
    conn: &mut Conn,
    channel: ChannelId,
    author: UserId,
    (now, since): (Timestamp, Timestamp),
) -> Result<bool, Failure> {
    let noted = execute!(
        conn,
        "INSERT INTO slow_mode (channel_id, user_id, sent_at) VALUES ($1, $2, $3)
         ON CONFLICT (channel_id, user_id) DO UPDATE SET sent_at = excluded.sent_at
         WHERE slow_mode.sent_at <= $4 OR slow_mode.sent_at > $3",
        channel,
        author,
        now,
        since,
    )?;
    Ok(noted > 0)
}

/// When somebody sent to a channel with slow mode last.
pub async fn sent_at(conn: &mut Conn, channel: ChannelId, author: UserId) -> Result<Option<Timestamp>, Failure> {
    let row: Option<(Timestamp,)> =
        fetch_optional!(conn, "SELECT sent_at FROM slow_mode WHERE channel_id = $1 AND user_id = $2", channel, author)?;
    Ok(row.map(|(sent_at,)| sent_at))
}

/// Forgets what was noted up to a moment, or for later than now.
pub async fn forget_pauses(conn: &mut Conn, (now, since): (Timestamp, Timestamp)) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM slow_mode WHERE sent_at <= $1 OR sent_at > $2", since, now)?;
    Ok(())
}
