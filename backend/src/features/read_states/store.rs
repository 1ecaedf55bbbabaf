//! SQL of read states.

mod counting;
mod rows;

pub use counting::{AT_ONCE, ReaderRow, advance_all, channels_called_in_by, count, count_all, counts};
pub use rows::{CountRow, ReadRow};

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, MessageId, UserId},
};

/// Marks a channel as read up to a message; returns false if it was already.
pub async fn advance(conn: &mut Conn, user: UserId, channel: ChannelId, to: MessageId) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "INSERT INTO read_states (user_id, channel_id, last_read_id) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, channel_id) DO UPDATE SET last_read_id = excluded.last_read_id
         WHERE read_states.last_read_id < excluded.last_read_id",
        user,
        channel,
        to,
    )?;
    Ok(changed > 0)
}

/// Sets how far a channel is read, also backwards.
pub async fn put(conn: &mut Conn, user: UserId, channel: ChannelId, to: MessageId) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO read_states (user_id, channel_id, last_read_id) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, channel_id) DO UPDATE SET last_read_id = excluded.last_read_id",
        user,
        channel,
        to,
    )?;
    Ok(())
}

pub async fn find(conn: &mut Conn, user: UserId, channel: ChannelId) -> Result<Option<MessageId>, DbError> {
    let found: Option<(MessageId,)> =
        fetch_optional!(conn, "SELECT last_read_id FROM read_states WHERE user_id = $1 AND channel_id = $2", user, channel)?;
    Ok(found.map(|(id,)| id))
}

pub async fn all_of(conn: &mut Conn, user: UserId) -> Result<Vec<ReadRow>, DbError> {
    fetch_all!(conn, "SELECT channel_id, last_read_id FROM read_states WHERE user_id = $1", user)
}

/// The last message of a channel before another one.
pub async fn message_before(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<Option<MessageId>, DbError> {
    let (last,): (Option<MessageId>,) =
        fetch_one!(conn, "SELECT max(id) FROM messages WHERE channel_id = $1 AND id < $2", channel, id)?;
    Ok(last)
}

/// Deletes some read states of a user; returns whether there may be more.
pub async fn delete_some_of_user(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM read_states
         WHERE user_id = $1 AND channel_id IN (SELECT channel_id FROM read_states WHERE user_id = $1 LIMIT 500)",
        user,
    )?;
    Ok(deleted == 500)
}
