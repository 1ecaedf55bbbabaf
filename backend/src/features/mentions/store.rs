//! SQL of mentions.

use sqlx::FromRow;

use crate::{
    db::{Conn, Failure, execute, fetch_all},
    kernel::{ChannelId, MessageId, TargetId, UserId},
};

/// Users that one statement stores at once.
const BATCH: usize = 10;
/// Nobody has this id.
const NOBODY: UserId = UserId::new(0);

/// What all mentions of a message have in common.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub message: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
}

pub async fn insert(conn: &mut Conn, source: Source, kind: i64, target: TargetId) -> Result<(), Failure> {
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

/// Stores mentions of many users with few statements.
pub async fn insert_users(conn: &mut Conn, source: Source, kind: i64, users: &[UserId]) -> Result<(), Failure> {
    for batch in users.chunks(BATCH) {
        let mut ids = [NOBODY; BATCH];
        ids[..batch.len()].copy_from_slice(batch);
        execute!(
            conn,
            "INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id)
             SELECT CAST($1 AS BIGINT), id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
             FROM users WHERE id IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            source.message,
            kind,
            source.channel,
            source.author,
            ids[0],
            ids[1],
            ids[2],
            ids[3],
            ids[4],
            ids[5],
            ids[6],
            ids[7],
            ids[8],
            ids[9],
        )?;
    }
    Ok(())
}

/// A target of a mention, and what kind it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct MentionRow {
    pub target_id: TargetId,
    pub kind: i64,
}

pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<MentionRow>, Failure> {
    fetch_all!(conn, "SELECT target_id, kind FROM mentions WHERE message_id = $1", message)
}

/// The targets of up to `most` messages of an author in a channel, from one on.
pub async fn of_author(
    conn: &mut Conn,
    author: UserId,
    (channel, from): (ChannelId, MessageId),
    most: i64,
) -> Result<Vec<MentionRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT DISTINCT target_id, kind FROM mentions WHERE message_id IN
             (SELECT id FROM messages WHERE author_id = $1 AND channel_id = $2 AND id >= $3 ORDER BY id LIMIT $4)",
        author,
        channel,
        from,
        most,
    )
}

pub async fn delete(conn: &mut Conn, message: MessageId, row: MentionRow) -> Result<(), Failure> {
    execute!(
        conn,
        "DELETE FROM mentions WHERE message_id = $1 AND target_id = $2 AND kind = $3",
        message,
        row.target_id,
        row.kind
    )?;
    Ok(())
}

pub async fn delete_of_user(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM mentions WHERE target_id = $1", user)?;
    Ok(())
}

/// A message that called somebody.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct CallRow {
    pub message_id: MessageId,
    pub channel_id: ChannelId,
}

/// Which calls of somebody are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    pub user: UserId,
    pub before: MessageId,
    pub roles: bool,
    pub everyone: bool,
    pub limit: i64,
}

/// Messages that called a user, themselves or by what they hold now, newest first; not from before they came, and not of people whom they block.
pub async fn calls(conn: &mut Conn, search: Search) -> Result<Vec<CallRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT m.message_id, m.channel_id
         FROM (SELECT t.target_id, t.kind, c.id AS channel_id, mb.joined_at AS since
               FROM (SELECT user_id AS target_id, guild_id, 0 AS kind FROM members WHERE user_id = $1
                     UNION ALL SELECT user_id, guild_id, 3 FROM members WHERE user_id = $1 AND $4
                     UNION ALL SELECT guild_id, guild_id, 2 FROM members WHERE user_id = $1 AND $4
                     UNION ALL SELECT role_id, guild_id, 1 FROM member_roles WHERE user_id = $1 AND $3) AS t
               JOIN members mb ON mb.guild_id = t.guild_id AND mb.user_id = $1
               JOIN channels c ON c.guild_id = t.guild_id
               UNION ALL SELECT user_id, 0, channel_id, added_at FROM recipients WHERE user_id = $1) AS t
         JOIN mentions m ON m.target_id = t.target_id AND m.channel_id = t.channel_id AND m.kind = t.kind
         WHERE m.message_id < $2 AND m.message_id >= (t.since - 1420070400000) * 4194304 AND m.author_id <> $1
               AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = $1 AND b.blocked_id = m.author_id)
         GROUP BY m.message_id, m.channel_id ORDER BY m.message_id DESC LIMIT $5",
        search.user,
        search.before,
        search.roles,
        search.everyone,
        search.limit,
    )
}
