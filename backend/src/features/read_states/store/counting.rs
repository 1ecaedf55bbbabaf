//! Counting of unread messages, from the mentions after the last read message, always with a limit.

use sqlx::FromRow;

use super::CountRow;
use crate::{
    db::{Conn, DbError, fetch_all, fetch_all_for_each},
    kernel::{ChannelId, MessageId, UserId},
};

/// Counts in all channels of the user's guilds and in all their DM channels, up to a message; returns only channels with unread
/// messages. In a DM channel every message of others counts. Messages of blocked users do not count. At most the newest 200
/// mentions of each target in a channel are examined, so a count is exact up to a hundred unless most of them are by blocked
/// users.
pub async fn counts(conn: &mut Conn, user: UserId, up_to: MessageId) -> Result<Vec<CountRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT channel_id, last_read_id, mention_count FROM (
             SELECT p.channel_id, p.last_read_id,
                 (SELECT count(DISTINCT message_id) FROM (
                     SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                         WHERE m.target_id = $1 AND m.channel_id = p.channel_id AND m.message_id > p.after AND m.message_id <= $2
                         ORDER BY m.message_id DESC LIMIT 200) AS own
                     UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                         WHERE m.target_id = p.guild_id AND m.channel_id = p.channel_id AND m.message_id > p.after
                           AND m.message_id <= $2
                         ORDER BY m.message_id DESC LIMIT 200) AS everyone
                     UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM member_roles mr
                         JOIN mentions m ON m.target_id = mr.role_id
                         WHERE mr.guild_id = p.guild_id AND mr.user_id = $1 AND m.channel_id = p.channel_id
                           AND m.message_id > p.after AND m.message_id <= $2 LIMIT 200) AS by_role
                     UNION ALL SELECT * FROM (SELECT m.id, m.author_id FROM messages m
                         WHERE m.channel_id = p.dm_id AND m.id > p.after AND m.id <= $2
                         ORDER BY m.id DESC LIMIT 200) AS written
                 ) AS called
                 WHERE author_id <> $1
                   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = $1 AND b.blocked_id = author_id)) AS mention_count
             FROM (SELECT channel_id, guild_id, dm_id, last_read_id, CASE WHEN last_read_id > since THEN last_read_id ELSE since END AS after
                   FROM (SELECT c.id AS channel_id, c.guild_id, CAST(NULL AS BIGINT) AS dm_id, coalesce(r.last_read_id, 0) AS last_read_id,
                             mb.since_id AS since
                         FROM members mb JOIN channels c ON c.guild_id = mb.guild_id
                         LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = c.id
                         WHERE mb.user_id = $1
                         UNION ALL
                         SELECT rc.channel_id, NULL, rc.channel_id, coalesce(r.last_read_id, 0), rc.since_id
                         FROM recipients rc LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = rc.channel_id
                         WHERE rc.user_id = $1) AS places) AS p
         ) AS counted WHERE mention_count > 0",
        user,
        up_to,
    )
}

/// Counts in one channel, by the same rules.
pub async fn count(conn: &mut Conn, user: UserId, channel: ChannelId, after: MessageId) -> Result<i64, DbError> {
    let counted = count_all(conn, &[ReaderRow { user_id: user, channel_id: channel, last_read_id: after }]).await?;
    Ok(counted.first().map_or(0, |row| row.mention_count))
}

/// A user's last read message of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ReaderRow {
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
}

/// A user's unread count of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ReaderCountRow {
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub mention_count: i64,
}

/// Number of readers that one statement counts for.
pub const AT_ONCE: usize = 16;

/// Counts for up to [`AT_ONCE`] readers, each in one channel, by the same rules.
pub async fn count_all(conn: &mut Conn, readers: &[ReaderRow]) -> Result<Vec<ReaderCountRow>, DbError> {
    debug_assert!(readers.len() <= AT_ONCE, "at most {AT_ONCE} parameters");
    fetch_all_for_each!(
        conn,
        "SELECT p.user_id, p.channel_id,
             (SELECT count(DISTINCT message_id) FROM (
                 SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                     WHERE m.target_id = p.user_id AND m.channel_id = p.channel_id AND m.message_id > p.after
                     ORDER BY m.message_id DESC LIMIT 200) AS own
                 UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                     WHERE m.target_id = p.guild_id AND m.channel_id = p.channel_id AND m.message_id > p.after
                     ORDER BY m.message_id DESC LIMIT 200) AS everyone
                 UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM member_roles mr
                     JOIN mentions m ON m.target_id = mr.role_id
                     WHERE mr.guild_id = p.guild_id AND mr.user_id = p.user_id AND m.channel_id = p.channel_id
                       AND m.message_id > p.after LIMIT 200) AS by_role
                 UNION ALL SELECT * FROM (SELECT m.id, m.author_id FROM messages m
                     WHERE m.channel_id = p.dm_id AND m.id > p.after
                     ORDER BY m.id DESC LIMIT 200) AS written
             ) AS called
             WHERE author_id <> p.user_id
               AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = p.user_id AND b.blocked_id = author_id)) AS mention_count
         FROM (SELECT r.column1 AS user_id, r.column2 AS channel_id, r.column3 AS after, c.guild_id,
                   CASE WHEN c.guild_id IS NULL THEN c.id END AS dm_id
               FROM (VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)), ($4, $5, $6), ($7, $8, $9),
                   ($10, $11, $12), ($13, $14, $15), ($16, $17, $18), ($19, $20, $21), ($22, $23, $24), ($25, $26, $27),
                   ($28, $29, $30), ($31, $32, $33), ($34, $35, $36), ($37, $38, $39), ($40, $41, $42), ($43, $44, $45),
                   ($46, $47, $48)) AS r
               JOIN channels c ON c.id = r.column2) AS p",
        [],
        (0..AT_ONCE).map(|place| readers.get(place)),
        |row| row.map(|row| row.user_id),
        row.map(|row| row.channel_id),
        row.map(|row| row.last_read_id),
    )
}

/// Marks up to [`AT_ONCE`] channels as read for different readers; returns those that were not read that far.
pub async fn advance_all(conn: &mut Conn, readers: &[ReaderRow]) -> Result<Vec<ReaderRow>, DbError> {
    debug_assert!(readers.len() <= AT_ONCE, "at most {AT_ONCE} parameters");
    fetch_all_for_each!(
        conn,
        "INSERT INTO read_states (user_id, channel_id, last_read_id)
         SELECT column1, column2, column3 FROM (VALUES
             (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)), ($4, $5, $6), ($7, $8, $9),
             ($10, $11, $12), ($13, $14, $15), ($16, $17, $18), ($19, $20, $21), ($22, $23, $24), ($25, $26, $27),
             ($28, $29, $30), ($31, $32, $33), ($34, $35, $36), ($37, $38, $39), ($40, $41, $42), ($43, $44, $45),
             ($46, $47, $48)) AS waiting WHERE column1 IS NOT NULL
         ON CONFLICT (user_id, channel_id) DO UPDATE SET last_read_id = excluded.last_read_id
         WHERE read_states.last_read_id < excluded.last_read_id
         RETURNING user_id, channel_id, last_read_id",
        [],
        (0..AT_ONCE).map(|place| readers.get(place)),
        |row| row.map(|row| row.user_id),
        row.map(|row| row.channel_id),
        row.map(|row| row.last_read_id),
    )
}

/// Channels with unread mentions of a user.
pub async fn channels_called_in_by(conn: &mut Conn, user: UserId, author: UserId) -> Result<Vec<ChannelId>, DbError> {
    let rows: Vec<(ChannelId,)> = fetch_all!(
        conn,
        "SELECT channel_id FROM (
             SELECT p.channel_id,
                 (SELECT count(DISTINCT message_id) FROM (
                     SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                         WHERE m.target_id = $1 AND m.channel_id = p.channel_id AND m.message_id > p.after
                         ORDER BY m.message_id DESC LIMIT 200) AS own
                     UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM mentions m
                         WHERE m.target_id = p.guild_id AND m.channel_id = p.channel_id AND m.message_id > p.after

                         ORDER BY m.message_id DESC LIMIT 200) AS everyone
                     UNION ALL SELECT * FROM (SELECT m.message_id, m.author_id FROM member_roles mr
                         JOIN mentions m ON m.target_id = mr.role_id
                         WHERE mr.guild_id = p.guild_id AND mr.user_id = $1 AND m.channel_id = p.channel_id
                           AND m.message_id > p.after LIMIT 200) AS by_role
                     UNION ALL SELECT * FROM (SELECT m.id, m.author_id FROM messages m
                         WHERE m.channel_id = p.dm_id AND m.id > p.after
                         ORDER BY m.id DESC LIMIT 200) AS written
                 ) AS called
                 WHERE author_id = $2) AS mention_count
             FROM (SELECT channel_id, guild_id, dm_id, last_read_id, CASE WHEN last_read_id > since THEN last_read_id ELSE since END AS after
                   FROM (SELECT c.id AS channel_id, c.guild_id, CAST(NULL AS BIGINT) AS dm_id, coalesce(r.last_read_id, 0) AS last_read_id,
                             mb.since_id AS since
                         FROM members mb JOIN channels c ON c.guild_id = mb.guild_id
                         LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = c.id
                         WHERE mb.user_id = $1
                         UNION ALL
                         SELECT rc.channel_id, NULL, rc.channel_id, coalesce(r.last_read_id, 0), rc.since_id
                         FROM recipients rc LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = rc.channel_id
                         WHERE rc.user_id = $1) AS places) AS p
         ) AS counted WHERE mention_count > 0",
        user,
        author,
    )?;
    Ok(rows.into_iter().map(|(channel,)| channel).collect())
}
