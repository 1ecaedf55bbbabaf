//! SQL of members.

use crate::{
    cache::Member,
    db::{Conn, DbError, execute, fetch_all},
    kernel::{GuildId, RoleId, UserId},
};

/// Returns false if the user is a member already.
pub async fn insert(conn: &mut Conn, guild: GuildId, member: &Member) -> Result<bool, DbError> {
    let inserted = execute!(
        conn,
        "INSERT INTO members (guild_id, user_id, nick, joined_at, since_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        guild,
        member.user,
        member.nick.as_deref(),
        member.joined_at,
        member.since,
    )?;
    Ok(inserted > 0)
}

pub async fn insert_role(conn: &mut Conn, guild: GuildId, user: UserId, role: RoleId) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO member_roles (guild_id, user_id, role_id) VALUES ($1, $2, $3)", guild, user, role)?;
    Ok(())
}

/// Records who added a bot.
pub async fn set_added_by(conn: &mut Conn, guild: GuildId, user: UserId, by: UserId) -> Result<(), DbError> {
    execute!(conn, "UPDATE members SET added_by = $3 WHERE guild_id = $1 AND user_id = $2", guild, user, by)?;
    Ok(())
}

/// The bots that a user added, with their guilds.
pub async fn added_by(conn: &mut Conn, by: UserId) -> Result<Vec<(GuildId, UserId)>, DbError> {
    fetch_all!(conn, "SELECT guild_id, user_id FROM members WHERE added_by = $1 ORDER BY guild_id, user_id", by)
}

pub async fn set_nick(conn: &mut Conn, guild: GuildId, user: UserId, nick: Option<&str>) -> Result<(), DbError> {
    execute!(conn, "UPDATE members SET nick = $3 WHERE guild_id = $1 AND user_id = $2", guild, user, nick)?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, guild: GuildId, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM members WHERE guild_id = $1 AND user_id = $2", guild, user)?;
    Ok(())
}
