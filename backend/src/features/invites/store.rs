//! SQL of invites.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, GuildId, Timestamp, UserId},
};

#[derive(Debug, Clone, FromRow)]
pub struct InviteRow {
    pub code: String,
    pub guild_id: GuildId,
    pub channel_id: ChannelId,
    pub inviter_id: UserId,
    pub created_at: Timestamp,
    /// 0 is unlimited.
    pub max_age_s: i64,
    pub expires_at: Option<Timestamp>,
    /// 0 is unlimited.
    pub max_uses: i64,
    pub uses: i64,
    pub temporary: bool,
}

pub async fn insert(conn: &mut Conn, row: &InviteRow) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO invites (code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        row.code.as_str(),
        row.guild_id,
        row.channel_id,
        row.inviter_id,
        row.created_at,
        row.max_age_s,
        row.expires_at,
        row.max_uses,
        row.uses,
        row.temporary,
    )?;
    Ok(())
}

/// An active invite of a user who may be in the guild: not expired, and not used up for this user, for whom a use may be
/// reserved.
pub async fn find(conn: &mut Conn, code: &str, user: UserId, now: Timestamp) -> Result<Option<InviteRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary
         FROM invites
         WHERE code = $1 AND (expires_at IS NULL OR expires_at > $2)
           AND (max_uses = 0 OR uses < max_uses
                OR EXISTS (SELECT 1 FROM invite_admissions a WHERE a.user_id = $3 AND a.code = invites.code))
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = inviter_id AND a.disabled_at IS NOT NULL)",
        code,
        now,
        user,
    )
}

/// Reserves a use of an invite for a user who has not joined yet.
pub async fn insert_admission(conn: &mut Conn, user: UserId, code: &str) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO invite_admissions (user_id, code) VALUES ($1, $2)", user, code)?;
    Ok(())
}

/// Consumes the use reserved for a user; returns false if there is none.
pub async fn take_admission(conn: &mut Conn, user: UserId, code: &str) -> Result<bool, DbError> {
    Ok(execute!(conn, "DELETE FROM invite_admissions WHERE user_id = $1 AND code = $2", user, code)? > 0)
}

/// Counts a use of an active invite; returns false if none is left.
pub async fn take_use(conn: &mut Conn, code: &str, now: Timestamp) -> Result<bool, DbError> {
    let taken = execute!(
        conn,
        "UPDATE invites SET uses = uses + 1
         WHERE code = $1 AND (expires_at IS NULL OR expires_at > $2) AND (max_uses = 0 OR uses < max_uses)
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = inviter_id AND a.disabled_at IS NOT NULL)",
        code,
        now,
    )?;
    Ok(taken > 0)
}

/// An unlimited invite that a user has created for a channel.
pub async fn find_endless(conn: &mut Conn, channel: ChannelId, inviter: UserId) -> Result<Option<InviteRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary
         FROM invites WHERE channel_id = $1 AND inviter_id = $2 AND max_age_s = 0 AND max_uses = 0 AND temporary = false
         ORDER BY created_at LIMIT 1",
        channel,
        inviter,
    )
}

/// All invites of a creator, active or not.
pub async fn all_of(conn: &mut Conn, inviter: UserId) -> Result<Vec<InviteRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary
         FROM invites WHERE inviter_id = $1 ORDER BY created_at",
        inviter,
    )
}

/// Deletes invites of a creator up to a limit; returns them.
pub async fn delete_some_of(conn: &mut Conn, inviter: UserId, count: usize) -> Result<Vec<InviteRow>, DbError> {
    fetch_all!(
        conn,
        "DELETE FROM invites WHERE code IN (SELECT code FROM invites WHERE inviter_id = $1 LIMIT $2)
         RETURNING code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary",
        inviter,
        i64::try_from(count).unwrap_or(i64::MAX),
    )
}

/// Deletes the invites of a creator to a guild; returns them.
pub async fn delete_of_member(conn: &mut Conn, guild: GuildId, inviter: UserId) -> Result<Vec<InviteRow>, DbError> {
    fetch_all!(
        conn,
        "DELETE FROM invites WHERE guild_id = $1 AND inviter_id = $2
         RETURNING code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary",
        guild,
        inviter,
    )
}

pub async fn of_guild(conn: &mut Conn, guild: GuildId, now: Timestamp) -> Result<Vec<InviteRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary
         FROM invites
         WHERE guild_id = $1 AND (expires_at IS NULL OR expires_at > $2) AND (max_uses = 0 OR uses < max_uses)
         ORDER BY created_at",
        guild,
        now,
    )
}

pub async fn of_channel(conn: &mut Conn, channel: ChannelId, now: Timestamp) -> Result<Vec<InviteRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, expires_at, max_uses, uses, temporary
         FROM invites
         WHERE channel_id = $1 AND (expires_at IS NULL OR expires_at > $2) AND (max_uses = 0 OR uses < max_uses)
         ORDER BY created_at",
        channel,
        now,
    )
}

#[derive(FromRow)]
struct CountRow {
    count: i64,
}

/// Number of active invites of a guild.
pub async fn count(conn: &mut Conn, guild: GuildId, now: Timestamp) -> Result<i64, DbError> {
    let row: CountRow = fetch_one!(
        conn,
        "SELECT count(*) AS count FROM invites
         WHERE guild_id = $1 AND (expires_at IS NULL OR expires_at > $2) AND (max_uses = 0 OR uses < max_uses)",
        guild,
        now,
    )?;
    Ok(row.count)
}

pub async fn delete(conn: &mut Conn, code: &str) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM invites WHERE code = $1", code)?;
    Ok(())
}
