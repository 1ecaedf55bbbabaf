//! Pages of history, read with the messages that are replied to.

use std::collections::HashMap;

use crate::{
    db::{Conn, DbError, fetch_all, fetch_all_for_each},
    features::messages::message::MessageRow,
    kernel::{ChannelId, MessageId},
};

/// Messages of one statement that are looked up by id.
const AT_ONCE: usize = 20;

/// A message, with the one it replies to if that is still there.
pub type Replied = (MessageRow, Option<MessageRow>);

/// Up to `limit` messages with ids below `before`, newest first.
pub async fn page_before(conn: &mut Conn, channel: ChannelId, before: MessageId, limit: i64) -> Result<Vec<Replied>, DbError> {
    let rows = fetch_all!(
        conn,
        "SELECT * FROM messages WHERE channel_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        channel,
        before,
        limit,
    )?;
    with_referenced(conn, channel, rows).await
}

/// Up to `limit` messages with ids above `after`, those next to it, oldest first.
pub async fn page_after(conn: &mut Conn, channel: ChannelId, after: MessageId, limit: i64) -> Result<Vec<Replied>, DbError> {
    let rows = fetch_all!(
        conn,
        "SELECT * FROM messages WHERE channel_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        channel,
        after,
        limit,
    )?;
    with_referenced(conn, channel, rows).await
}

/// Up to `limit` messages around `id` and `id` itself, newest first, read in one statement.
pub async fn page_around(conn: &mut Conn, channel: ChannelId, id: MessageId, limit: i64) -> Result<Vec<Replied>, DbError> {
    let newer = limit / 2;
    let rows = fetch_all!(
        conn,
        "SELECT * FROM (SELECT * FROM messages WHERE channel_id = $1 AND id > $2 ORDER BY id LIMIT $3) AS newer
         UNION ALL
         SELECT * FROM (SELECT * FROM messages WHERE channel_id = $1 AND id <= $2 ORDER BY id DESC LIMIT $4) AS older
         ORDER BY id DESC",
        channel,
        id,
        newer,
        limit - newer,
    )?;
    with_referenced(conn, channel, rows).await
}

pub(super) async fn with_referenced(conn: &mut Conn, channel: ChannelId, rows: Vec<MessageRow>) -> Result<Vec<Replied>, DbError> {
    let mut ids: Vec<_> = rows.iter().filter_map(|row| row.reference_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<MessageRow> = fetch_all_for_each!(
            conn,
            "SELECT * FROM messages WHERE channel_id = $1 AND id IN
                ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
            [channel],
            (0..AT_ONCE).map(|place| some.get(place).copied()),
            |id| id,
        )?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    let referenced = |row: &MessageRow| found.get(&row.reference_id?).cloned();
    Ok(rows.into_iter().map(|row| (referenced(&row), row)).map(|(referenced, row)| (row, referenced)).collect())
}
