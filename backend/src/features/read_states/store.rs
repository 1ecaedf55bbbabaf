//! SQL of read states. What is unread is counted here, from the mentions after the last message that was read.

use sqlx::FromRow;

use crate::{
    db::{Conn, Failure, execute, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, MessageId, UserId},
};

/// How far somebody has read a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ReadRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
}

/// How many messages mention somebody in a channel, after what they have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct CountRow {
    pub channel_id: ChannelId,
    pub last_read_id: MessageId,
    pub mention_count: i64,
}

/// Reads a channel up to a message; yields false if it was read so far already.
pub async fn advance(conn: &mut Conn, user: UserId, channel: ChannelId, to: MessageId) -> Result<bool, Failure> {
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

/// Sets how far a channel is read, also back.
pub async fn put(conn: &mut Conn, user: UserId, channel: ChannelId, to: MessageId) -> Result<(), Failure> {
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

pub async fn find(conn: &mut Conn, user: UserId, channel: ChannelId) -> Result<Option<MessageId>, Failure> {
    let found: Option<(MessageId,)> =
        fetch_optional!(conn, "SELECT last_read_id FROM read_states WHERE user_id = $1 AND channel_id = $2", user, channel)?;
    Ok(found.map(|(id,)| id))
}

pub async fn all_of(conn: &mut Conn, user: UserId) -> Result<Vec<ReadRow>, Failure> {
    fetch_all!(conn, "SELECT channel_id, last_read_id FROM read_states WHERE user_id = $1", user)
}

/// Counts in all channels of the user's guilds and in all their conversations; only those in which there is something. In a
/// conversation every message of another counts. What is of somebody whom the user blocks does not.
pub async fn counts(conn: &mut Conn, user: UserId) -> Result<Vec<CountRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT channel_id, last_read_id, count(DISTINCT message_id) AS mention_count
         FROM (SELECT c.id AS channel_id, coalesce(r.last_read_id, 0) AS last_read_id, m.message_id, m.author_id
               FROM (SELECT guild_id, user_id AS target_id FROM members WHERE user_id = $1
                     UNION ALL SELECT guild_id, guild_id FROM members WHERE user_id = $1
                     UNION ALL SELECT guild_id, role_id FROM member_roles WHERE user_id = $1) AS t
               JOIN members mb ON mb.guild_id = t.guild_id AND mb.user_id = $1
               JOIN channels c ON c.guild_id = t.guild_id
               LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = c.id
               JOIN mentions m ON m.target_id = t.target_id AND m.channel_id = c.id AND m.message_id > coalesce(r.last_read_id, 0)
               WHERE m.message_id >= (mb.joined_at - 1420070400000) * 4194304
               UNION ALL
               SELECT rc.channel_id, coalesce(r.last_read_id, 0), m.id, m.author_id
               FROM recipients rc
               LEFT JOIN read_states r ON r.user_id = $1 AND r.channel_id = rc.channel_id
               JOIN messages m ON m.channel_id = rc.channel_id AND m.id > coalesce(r.last_read_id, 0)
               WHERE rc.user_id = $1 AND m.id >= (rc.added_at - 1420070400000) * 4194304) AS unread
         WHERE author_id <> $1 AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = $1 AND b.blocked_id = author_id)
         GROUP BY channel_id, last_read_id",
        user,
    )
}

/// Counts in one channel, by the same rules.
pub async fn count(conn: &mut Conn, user: UserId, channel: ChannelId, after: MessageId) -> Result<i64, Failure> {
    let (count,): (i64,) = fetch_one!(
        conn,
        "SELECT count(DISTINCT message_id)
         FROM (SELECT m.message_id, m.author_id
               FROM (SELECT guild_id, user_id AS target_id FROM members WHERE user_id = $1
                     UNION ALL SELECT guild_id, guild_id FROM members WHERE user_id = $1
                     UNION ALL SELECT guild_id, role_id FROM member_roles WHERE user_id = $1) AS t
               JOIN channels c ON c.guild_id = t.guild_id
               JOIN mentions m ON m.target_id = t.target_id AND m.channel_id = c.id
               WHERE c.id = $2 AND m.message_id > $3
               UNION ALL
               SELECT m.id, m.author_id FROM recipients rc JOIN messages m ON m.channel_id = rc.channel_id
               WHERE rc.user_id = $1 AND rc.channel_id = $2 AND m.id > $3) AS unread
         WHERE author_id <> $1 AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = $1 AND b.blocked_id = author_id)",
        user,
        channel,
        after,
    )?;
    Ok(count)
}

/// The last message of a channel before another one.
pub async fn message_before(conn: &mut Conn, channel: ChannelId, id: MessageId) -> Result<Option<MessageId>, Failure> {
    let (last,): (Option<MessageId>,) =
        fetch_one!(conn, "SELECT max(id) FROM messages WHERE channel_id = $1 AND id < $2", channel, id)?;
    Ok(last)
}

pub async fn delete_of_user(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM read_states WHERE user_id = $1", user)?;
    Ok(())
}
