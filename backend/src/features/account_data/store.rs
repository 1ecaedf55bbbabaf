//! SQL of account deletion.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_optional},
    kernel::{ChannelId, MessageId, UserId},
};

/// Deletes an account and the rows that depend on it; returns false if there is none.
pub async fn delete_account(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    Ok(execute!(conn, "DELETE FROM accounts WHERE user_id = $1", user)? > 0)
}

/// Schedules the deletion of all messages of a user.
pub async fn begin_erasure(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO erasures (user_id) VALUES ($1) ON CONFLICT DO NOTHING", user)?;
    Ok(())
}

/// A user with messages to delete, and the last message deleted, in the order of channels and ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ErasureRow {
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub message_id: MessageId,
}

pub async fn next_erasure(conn: &mut Conn) -> Result<Option<ErasureRow>, DbError> {
    fetch_optional!(conn, "SELECT user_id, channel_id, message_id FROM erasures ORDER BY user_id LIMIT 1")
}

/// Records how far the messages of a user are deleted.
pub async fn note_erased(conn: &mut Conn, erased: ErasureRow) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE erasures SET channel_id = $2, message_id = $3 WHERE user_id = $1",
        erased.user_id,
        erased.channel_id,
        erased.message_id,
    )?;
    Ok(())
}

pub async fn end_erasure(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM erasures WHERE user_id = $1", user)?;
    Ok(())
}
