//! SQL of roles.

use crate::{
    cache::Role,
    db::{Conn, DbError, execute},
    kernel::{GuildId, Permissions, RoleId},
};

pub async fn insert(conn: &mut Conn, guild: GuildId, role: &Role) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO roles (id, guild_id, name, color, hoist, position, permissions, mentionable, managed, bot_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        role.id,
        guild,
        role.name.as_str(),
        i64::from(role.color),
        role.hoist,
        role.position,
        role.permissions,
        role.mentionable,
        role.managed,
        role.bot,
    )?;
    Ok(())
}

pub async fn set_permissions(conn: &mut Conn, role: RoleId, permissions: Permissions) -> Result<(), DbError> {
    execute!(conn, "UPDATE roles SET permissions = $2 WHERE id = $1", role, permissions)?;
    Ok(())
}

/// Deletes a role with its overwrites.
pub async fn delete(conn: &mut Conn, role: RoleId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM overwrites WHERE target_id = $1", role)?;
    execute!(conn, "DELETE FROM roles WHERE id = $1", role)?;
    Ok(())
}
