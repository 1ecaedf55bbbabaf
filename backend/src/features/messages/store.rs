//! SQL of messages.

mod erasing;
mod insertion;
mod pages;
mod pins;

pub use erasing::{RowToDelete, delete_rows, next_of, some_by_id, some_of_channel};
pub use insertion::{AT_ONCE, insert};
pub use pages::{Replied, page_after, page_around, page_before};
pub use pins::{count_pins, last_pin_of, page_of_pins, set_pinned};

use super::message::MessageRow;
use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

pub async fn find(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<Option<MessageRow>, DbError> {
    fetch_optional!(conn, "SELECT * FROM messages WHERE channel_id = $1 AND id = $2", channel, id,)
}

pub async fn find_by_nonce(
    conn: &mut Conn,
    channel: ChannelId,
    author: UserId,
    nonce: &str,
) -> Result<Option<MessageRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT * FROM messages WHERE channel_id = $1 AND author_id = $2 AND nonce = $3",
        channel,
        author,
        nonce,
    )
}

pub async fn update(conn: &mut Conn, row: &MessageRow) -> Result<(), DbError> {
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
pub async fn last_of(conn: &mut Conn, channel: ChannelId) -> Result<Option<MessageId>, DbError> {
    let (last,): (Option<MessageId>,) = fetch_one!(conn, "SELECT max(id) FROM messages WHERE channel_id = $1", channel)?;
    Ok(last)
}

/// Deletes a message; yields false if it was not there.
pub async fn delete(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<bool, DbError> {
    Ok(execute!(conn, "DELETE FROM messages WHERE channel_id = $1 AND id = $2", channel, id)? > 0)
}

/// The next channel, by id, that an author has written in, and their first message there. Reads the whole index of what stands
/// between, 40 ms for a million messages that are in memory, so it is not for a write job.
pub async fn next_place_of(conn: &mut Conn, author: UserId, after: ChannelId) -> Result<Option<(ChannelId, MessageId)>, DbError> {
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
) -> Result<Vec<MessageRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT * FROM messages WHERE author_id = $1 AND channel_id = $2 AND id > $3 ORDER BY id LIMIT $4",
        author,
        channel,
        after,
        limit,
    )
}

/// Notes that somebody sends to a channel with slow mode now, unless they have since a moment; yields whether they may. What was noted
/// for a later time than now holds nobody: the clock was wrong then.
pub async fn begin_pause(
    conn: &mut Conn,
    channel: ChannelId,
    author: UserId,
    (now, since): (Timestamp, Timestamp),
) -> Result<bool, DbError> {
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
pub async fn sent_at(conn: &mut Conn, channel: ChannelId, author: UserId) -> Result<Option<Timestamp>, DbError> {
    let row: Option<(Timestamp,)> =
        fetch_optional!(conn, "SELECT sent_at FROM slow_mode WHERE channel_id = $1 AND user_id = $2", channel, author)?;
    Ok(row.map(|(sent_at,)| sent_at))
}

/// Forgets what was noted up to a moment, or for later than now.
pub async fn forget_pauses(conn: &mut Conn, (now, since): (Timestamp, Timestamp)) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM slow_mode WHERE sent_at <= $1 OR sent_at > $2", since, now)?;
    Ok(())
}
