//! SQL of reactions.

use crate::{
    db::{Conn, DbError, execute, fetch_all},
    kernel::{Emoji, MessageId, UserId},
};

/// Rows that one step deletes.
const AT_ONCE: i64 = 200;

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
