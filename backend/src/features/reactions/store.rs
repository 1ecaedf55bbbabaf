//! SQL of reactions.

use super::rules::ReactionCounts;
use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_all_for_each, fetch_optional},
    kernel::{ChannelId, Emoji, MessageId, UserId},
};

/// Rows that one step deletes.
const AT_ONCE: i64 = 200;
/// Messages of one statement.
const MESSAGES: usize = 20;

/// The counts in the row of a message.
pub async fn counts(conn: &mut Conn, channel: ChannelId, message: MessageId) -> Result<Option<ReactionCounts>, DbError> {
    let row: Option<(String,)> =
        fetch_optional!(conn, "SELECT reactions FROM messages WHERE channel_id = $1 AND id = $2", channel, message)?;
    Ok(row.map(|(stored,)| ReactionCounts::parse(&stored)))
}

pub async fn set_counts(conn: &mut Conn, channel: ChannelId, message: MessageId, counts: &ReactionCounts) -> Result<(), DbError> {
    execute!(conn, "UPDATE messages SET reactions = $3 WHERE channel_id = $1 AND id = $2", channel, message, counts.stored(),)?;
    Ok(())
}

/// The emoji with which a user reacted to some messages.
pub async fn own(conn: &mut Conn, user: UserId, ids: &[MessageId]) -> Result<Vec<(MessageId, String)>, DbError> {
    let mut own = Vec::new();
    for some in ids.chunks(MESSAGES) {
        let rows: Vec<(MessageId, String)> = fetch_all_for_each!(
            conn,
            "SELECT message_id, emoji FROM reactions WHERE user_id = $1 AND message_id IN
                ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
            [user],
            (0..MESSAGES).map(|place| some.get(place).copied()),
            |id| id,
        )?;
        own.extend(rows);
    }
    Ok(own)
}

/// Stores a reaction. Yields false if it was there.
pub async fn insert(conn: &mut Conn, message: MessageId, emoji: Emoji, user: UserId) -> Result<bool, DbError> {
    let inserted = execute!(
        conn,
        "INSERT INTO reactions (message_id, emoji, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        message,
        emoji.as_str(),
        user,
    )?;
    Ok(inserted > 0)
}

/// Deletes a reaction. Yields false if it was not there.
pub async fn delete(conn: &mut Conn, message: MessageId, emoji: Emoji, user: UserId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM reactions WHERE message_id = $1 AND emoji = $2 AND user_id = $3",
        message,
        emoji.as_str(),
        user,
    )?;
    Ok(deleted > 0)
}

/// Deletes some reactions with an emoji. Yields how many.
pub async fn delete_some(conn: &mut Conn, message: MessageId, emoji: Emoji) -> Result<i64, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM reactions WHERE message_id = $1 AND emoji = $2
             AND user_id IN (SELECT user_id FROM reactions WHERE message_id = $1 AND emoji = $2 LIMIT $3)",
        message,
        emoji.as_str(),
        AT_ONCE,
    )?;
    Ok(i64::try_from(deleted).unwrap_or(AT_ONCE))
}

/// Deletes some reactions to a message that is gone. Yields whether there may be more.
pub async fn delete_some_of(conn: &mut Conn, message: MessageId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM reactions WHERE message_id = $1
             AND (emoji, user_id) IN (SELECT emoji, user_id FROM reactions WHERE message_id = $1 LIMIT $2)",
        message,
        AT_ONCE,
    )?;
    Ok(i64::try_from(deleted).is_ok_and(|deleted| deleted >= AT_ONCE))
}

/// Up to `limit` users who reacted with an emoji, by id, after one.
pub async fn users(
    conn: &mut Conn,
    message: MessageId,
    emoji: Emoji,
    (after, limit): (UserId, i64),
) -> Result<Vec<UserId>, DbError> {
    let rows: Vec<(UserId,)> = fetch_all!(
        conn,
        "SELECT user_id FROM reactions WHERE message_id = $1 AND emoji = $2 AND user_id > $3 ORDER BY user_id LIMIT $4",
        message,
        emoji.as_str(),
        after,
        limit,
    )?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}
