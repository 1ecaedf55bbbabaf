//! Deletes many messages, some at a time.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute_for_each, fetch_all, fetch_all_for_each},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

/// Messages of one statement that deletes.
const AT_ONCE: usize = 50;
/// Messages of one statement that are looked up by id.
const FOUND_AT_ONCE: usize = 20;

/// A message that is to go, and how many rows of mentions go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct RowToDelete {
    pub channel_id: ChannelId,
    pub id: MessageId,
    pub created_at: Option<Timestamp>,
    pub mentions: i64,
}

/// The oldest messages of a channel after one of them.
pub async fn some_of_channel(
    conn: &mut Conn,
    channel: ChannelId,
    after: MessageId,
    limit: i64,
) -> Result<Vec<RowToDelete>, DbError> {
    fetch_all!(
        conn,
        "SELECT m.channel_id, m.id, m.created_at, (SELECT count(*) FROM mentions c WHERE c.message_id = m.id) AS mentions
         FROM messages m WHERE m.channel_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3",
        channel,
        after,
        limit,
    )
}

/// Those of some messages that are in a channel.
pub async fn some_by_id(conn: &mut Conn, channel: ChannelId, ids: &[MessageId]) -> Result<Vec<RowToDelete>, DbError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(FOUND_AT_ONCE) {
        let rows: Vec<RowToDelete> = fetch_all_for_each!(
            conn,
            "SELECT m.channel_id, m.id, m.created_at, (SELECT count(*) FROM mentions c WHERE c.message_id = m.id) AS mentions
             FROM messages m WHERE m.channel_id = $1 AND m.id IN
                ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
            [channel],
            (0..FOUND_AT_ONCE).map(|place| some.get(place).copied()),
            |id| id,
        )?;
        found.extend(rows);
    }
    found.sort_unstable_by_key(|row| row.id);
    Ok(found)
}

/// The next messages of an author, by channel and id, after a place.
pub async fn next_of(
    conn: &mut Conn,
    author: UserId,
    (channel, id): (ChannelId, MessageId),
    limit: i64,
) -> Result<Vec<RowToDelete>, DbError> {
    fetch_all!(
        conn,
        "SELECT m.channel_id, m.id, m.created_at, (SELECT count(*) FROM mentions c WHERE c.message_id = m.id) AS mentions
         FROM messages m WHERE (m.channel_id, m.id) > ($2, $3) AND m.author_id = $1 ORDER BY m.channel_id, m.id LIMIT $4",
        author,
        channel,
        id,
        limit,
    )
}

pub async fn delete_rows(conn: &mut Conn, ids: &[MessageId]) -> Result<(), DbError> {
    for some in ids.chunks(AT_ONCE) {
        execute_for_each!(
            conn,
            "DELETE FROM messages WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
                $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)",
            (0..AT_ONCE).map(|place| some.get(place).copied()),
            |id| id,
        )?;
    }
    Ok(())
}
