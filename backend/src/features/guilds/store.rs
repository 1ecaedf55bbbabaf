//! SQL of guilds.

use crate::{
    cache::{Guild, GuildFields},
    db::{Conn, DbError, execute},
    kernel::GuildId,
};

pub async fn insert(conn: &mut Conn, guild: &Guild) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO guilds (id, name, description, icon, owner_id, system_channel_id, system_channel_flags)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        guild.id,
        guild.name.as_str(),
        guild.description.as_deref(),
        guild.icon.as_deref(),
        guild.owner,
        guild.system_channel,
        guild.system_channel_flags,
    )?;
    Ok(())
}

pub async fn update(conn: &mut Conn, id: GuildId, fields: &GuildFields) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE guilds
         SET name = $2, description = $3, icon = $4, owner_id = $5, system_channel_id = $6, system_channel_flags = $7
         WHERE id = $1",
        id,
        fields.name.as_str(),
        fields.description.as_deref(),
        fields.icon.as_deref(),
        fields.owner,
        fields.system_channel,
        fields.system_channel_flags,
    )?;
    Ok(())
}
