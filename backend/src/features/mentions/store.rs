//! SQL of mentions.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, execute_for_each, fetch_all, fetch_all_for_each},
    kernel::{ChannelId, MessageId, TargetId, UserId},
};

/// Number of users or messages in one statement.
const BATCH: usize = 50;

/// What the mentions of a message have in common.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub message: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
}

pub async fn insert(conn: &mut Conn, source: Source, kind: i64, target: TargetId) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id) VALUES ($1, $2, $3, $4, $5)",
        source.message,
        target,
        kind,
        source.channel,
        source.author,
    )?;
    Ok(())
}

/// Stores the mentions of many users with few statements.
pub async fn insert_users(conn: &mut Conn, source: Source, kind: i64, users: &[UserId]) -> Result<(), DbError> {
    for some in users.chunks(BATCH) {
        execute_for_each!(
            conn,
            "INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id)
             SELECT CAST($1 AS BIGINT), id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
             FROM users WHERE id IN
                 ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
                  $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49,
                  $50, $51, $52, $53, $54)",
            [source.message, kind, source.channel, source.author],
            (0..BATCH).map(|place| some.get(place).copied()),
            |id| id,
        )?;
    }
    Ok(())
}

/// A target of a mention, with its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct MentionRow {
    pub target_id: TargetId,
    pub kind: i64,
}

pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<MentionRow>, DbError> {
    fetch_all!(conn, "SELECT target_id, kind FROM mentions WHERE message_id = $1", message)
}

/// The distinct targets of some messages.
pub async fn of_messages(conn: &mut Conn, messages: &[MessageId]) -> Result<Vec<MentionRow>, DbError> {
    let mut found: Vec<MentionRow> = Vec::new();
    for some in messages.chunks(BATCH) {
        let rows: Vec<MentionRow> = fetch_all_for_each!(
            conn,
            "SELECT DISTINCT target_id, kind FROM mentions WHERE message_id IN
                 ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
                  $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46,
                  $47, $48, $49, $50)",
            [],
            (0..BATCH).map(|place| some.get(place).copied()),
            |id| id,
        )?;
        found.extend(rows);
    }
    Ok(found)
}

/// Deletes all mentions of one kind.
pub async fn delete_kind(conn: &mut Conn, message: MessageId, kind: i64) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM mentions WHERE message_id = $1 AND kind = $2", message, kind)?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, message: MessageId, row: MentionRow) -> Result<(), DbError> {
    execute!(
        conn,
        "DELETE FROM mentions WHERE message_id = $1 AND target_id = $2 AND kind = $3",
        message,
        row.target_id,
        row.kind
    )?;
    Ok(())
}

/// Deletes some mentions of a user, starting at a message. Returns the message to continue from, if there may be more.
pub async fn delete_some_of_user(conn: &mut Conn, user: UserId, from: MessageId) -> Result<Option<MessageId>, DbError> {
    const AT_ONCE: usize = 500;
    let deleted: Vec<(MessageId,)> = fetch_all!(
        conn,
        "DELETE FROM mentions WHERE target_id = $1 AND (message_id, kind) IN
             (SELECT message_id, kind FROM mentions WHERE target_id = $1 AND message_id >= $2 ORDER BY message_id LIMIT 500)
         RETURNING message_id",
        user,
        from,
    )?;
    let last = deleted.iter().map(|(message,)| *message).max();
    Ok(last.filter(|_| deleted.len() == AT_ONCE))
}

/// A message that mentions a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct CallRow {
    pub message_id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub kind: i64,
}

/// The newest messages before a given one that mention a target, newest first.
///
/// # Errors
/// When the database fails.
pub async fn calls(conn: &mut Conn, target: TargetId, before: MessageId, limit: i64) -> Result<Vec<CallRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT message_id, channel_id, author_id, kind FROM mentions
         WHERE target_id = $1 AND message_id < $2 ORDER BY message_id DESC LIMIT $3",
        target,
        before,
        limit,
    )
}

/// The same in one channel.
///
/// # Errors
/// When the database fails.
pub async fn calls_in(
    conn: &mut Conn,
    target: TargetId,
    channel: ChannelId,
    before: MessageId,
    limit: i64,
) -> Result<Vec<CallRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT message_id, channel_id, author_id, kind FROM mentions
         WHERE target_id = $1 AND channel_id = $2 AND message_id < $3 ORDER BY message_id DESC LIMIT $4",
        target,
        channel,
        before,
        limit,
    )
}
