//! SQL of commands.

use sqlx::FromRow;

use crate::{
    db::{Conn, Failure, execute, fetch_all},
    kernel::{CommandId, GuildId, UserId},
};

/// A declaration as it is kept: its body is JSON.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CommandRow {
    pub id: CommandId,
    pub version: CommandId,
    pub body: String,
}

/// Those for all guilds, or for one; by id.
pub async fn all(conn: &mut Conn, application: UserId, guild: Option<GuildId>) -> Result<Vec<CommandRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT id, version, body FROM application_commands
         WHERE application_id = $1 AND guild_id IS NOT DISTINCT FROM $2 ORDER BY id",
        application,
        guild,
    )
}

pub async fn put(conn: &mut Conn, application: UserId, guild: Option<GuildId>, row: &CommandRow) -> Result<(), Failure> {
    execute!(
        conn,
        "INSERT INTO application_commands (id, application_id, guild_id, version, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body",
        row.id,
        application,
        guild,
        row.version,
        row.body.as_str(),
    )?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, id: CommandId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM application_commands WHERE id = $1", id)?;
    Ok(())
}
