//! SQL of commands.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, execute_for_each, fetch_all, fetch_one, fetch_optional},
    kernel::{CommandId, GuildId, UserId},
};

/// Number of commands that one statement stores or deletes.
const AT_ONCE: usize = 10;

/// The id of a command and its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Revision {
    pub id: CommandId,
    pub version: CommandId,
}

/// A stored declaration: its body is JSON. Its name and type are columns, so that it can be found by them.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CommandRow {
    #[sqlx(flatten)]
    pub revision: Revision,
    pub kind: i64,
    pub name: String,
    pub body: String,
}

/// The same without the body.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeyRow {
    #[sqlx(flatten)]
    pub revision: Revision,
    pub kind: i64,
    pub name: String,
}

/// Commands of a scope, by id.
pub async fn all(conn: &mut Conn, application: UserId, guild: Option<GuildId>) -> Result<Vec<CommandRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT id, version, kind, name, body FROM application_commands
         WHERE application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0) ORDER BY id",
        application,
        guild,
    )
}

/// The same without the bodies.
pub async fn keys(conn: &mut Conn, application: UserId, guild: Option<GuildId>) -> Result<Vec<KeyRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT id, version, kind, name FROM application_commands
         WHERE application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0) ORDER BY id",
        application,
        guild,
    )
}

pub async fn count(conn: &mut Conn, application: UserId, guild: Option<GuildId>) -> Result<i64, DbError> {
    let (count,): (i64,) = fetch_one!(
        conn,
        "SELECT count(*) FROM application_commands WHERE application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0)",
        application,
        guild,
    )?;
    Ok(count)
}

pub async fn find(
    conn: &mut Conn,
    application: UserId,
    guild: Option<GuildId>,
    id: CommandId,
) -> Result<Option<CommandRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT id, version, kind, name, body FROM application_commands
         WHERE id = $3 AND application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0)",
        application,
        guild,
        id,
    )
}

/// The command with a type and name.
pub async fn find_by_name(
    conn: &mut Conn,
    application: UserId,
    guild: Option<GuildId>,
    (kind, name): (i64, &str),
) -> Result<Option<CommandId>, DbError> {
    let found: Option<(CommandId,)> = fetch_optional!(
        conn,
        "SELECT id FROM application_commands
         WHERE application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0) AND kind = $3 AND name = $4",
        application,
        guild,
        kind,
        name,
    )?;
    Ok(found.map(|(id,)| id))
}

/// Inserts commands, or replaces those with the same id.
pub async fn put(conn: &mut Conn, application: UserId, guild: Option<GuildId>, rows: &[CommandRow]) -> Result<(), DbError> {
    for some in rows.chunks(AT_ONCE) {
        execute_for_each!(
            conn,
            "INSERT INTO application_commands (application_id, guild_id, id, version, kind, name, body)
             SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), column1, column2, column3, column4, column5 FROM (VALUES
                (CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($7 AS TEXT)),
                ($8, $9, $10, $11, $12), ($13, $14, $15, $16, $17), ($18, $19, $20, $21, $22), ($23, $24, $25, $26, $27),
                ($28, $29, $30, $31, $32), ($33, $34, $35, $36, $37), ($38, $39, $40, $41, $42), ($43, $44, $45, $46, $47),
                ($48, $49, $50, $51, $52)
             ) AS declared WHERE column1 IS NOT NULL
             ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, body = excluded.body",
            [application, guild],
            (0..AT_ONCE).map(|scope| some.get(scope)),
            |row| row.map(|row| row.revision.id),
            row.map(|row| row.revision.version),
            row.map(|row| row.kind),
            row.map(|row| row.name.as_str()),
            row.map(|row| row.body.as_str()),
        )?;
    }
    Ok(())
}

/// Changes a command if it still has this version; returns whether it had.
pub async fn update(conn: &mut Conn, row: &CommandRow, version: CommandId) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE application_commands SET version = $3, name = $4, body = $5 WHERE id = $1 AND version = $2",
        row.revision.id,
        version,
        row.revision.version,
        row.name.as_str(),
        row.body.as_str(),
    )?;
    Ok(changed > 0)
}

pub async fn delete(conn: &mut Conn, ids: &[CommandId]) -> Result<(), DbError> {
    for some in ids.chunks(AT_ONCE) {
        execute_for_each!(
            conn,
            "DELETE FROM application_commands WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            (0..AT_ONCE).map(|scope| some.get(scope).copied()),
            |id| id,
        )?;
    }
    Ok(())
}

/// Deletes a command of a scope; returns false if it does not exist.
pub async fn delete_of(conn: &mut Conn, application: UserId, guild: Option<GuildId>, id: CommandId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM application_commands WHERE id = $3 AND application_id = $1 AND coalesce(guild_id, 0) = coalesce($2, 0)",
        application,
        guild,
        id,
    )?;
    Ok(deleted > 0)
}
