//! SQL of roles.

use crate::{
    cache::Role,
    db::{Conn, Failure, execute},
    kernel::GuildId,
};

pub async fn insert(conn: &mut Conn, guild: GuildId, role: &Role) -> Result<(), Failure> {
    execute!(
        conn,
        "INSERT INTO roles (id, guild_id, name, color, hoist, position, permissions, mentionable, managed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        role.id,
        guild,
        role.name.as_str(),
        i64::from(role.color),
        role.hoist,
        role.position,
        role.permissions,
        role.mentionable,
        role.managed,
    )?;
    Ok(())
}
