//! SQL of pinned messages.

use super::pages::{Replied, with_referenced};
use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_one},
    kernel::{ChannelId, MessageId, Timestamp},
};

/// When the newest pin of a channel was pinned.
pub async fn last_pin_of(conn: &mut Conn, channel: ChannelId) -> Result<Option<Timestamp>, DbError> {
    let (last,): (Option<Timestamp>,) =
        fetch_one!(conn, "SELECT max(pinned_at) FROM messages WHERE channel_id = $1 AND pinned_at IS NOT NULL", channel)?;
    Ok(last)
}

/// How many messages of a channel are pinned.
pub async fn count_pins(conn: &mut Conn, channel: ChannelId) -> Result<i64, DbError> {
    let (count,): (i64,) =
        fetch_one!(conn, "SELECT count(*) FROM messages WHERE channel_id = $1 AND pinned_at IS NOT NULL", channel)?;
    Ok(count)
}

pub async fn set_pinned(conn: &mut Conn, channel: ChannelId, id: MessageId, at: Option<Timestamp>) -> Result<(), DbError> {
    execute!(conn, "UPDATE messages SET pinned_at = $3 WHERE channel_id = $1 AND id = $2", channel, id, at)?;
    Ok(())
}

/// Up to `limit` messages that were pinned before a time, the newest pin first.
pub async fn page_of_pins(conn: &mut Conn, channel: ChannelId, before: Timestamp, limit: i64) -> Result<Vec<Replied>, DbError> {
    let rows = fetch_all!(
        conn,
        "SELECT * FROM messages WHERE channel_id = $1 AND pinned_at IS NOT NULL AND pinned_at < $2 ORDER BY pinned_at DESC LIMIT $3",
        channel,
        before,
        limit,
    )?;
    with_referenced(conn, channel, rows).await
}
