//! SQL of channels and their overwrites.

use crate::{
    cache::{Channel, Overwrite},
    db::{Conn, DbError, execute},
    kernel::{ChannelId, GuildId, TargetId},
};

pub async fn insert(conn: &mut Conn, channel: &Channel) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO channels (id, guild_id, kind, name, topic, position, parent_id, nsfw, rate_limit_per_user)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        channel.id,
        channel.guild,
        channel.kind.number(),
        channel.name.as_str(),
        channel.topic.as_deref(),
        channel.position,
        channel.parent,
        channel.nsfw,
        channel.rate_limit_per_user,
    )?;
    put_overwrites(conn, channel).await
}

/// Stores the channel's own fields; overwrites are stored separately.
pub async fn update(conn: &mut Conn, channel: &Channel) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE channels SET name = $2, topic = $3, position = $4, parent_id = $5, nsfw = $6, rate_limit_per_user = $7
         WHERE id = $1",
        channel.id,
        channel.name.as_str(),
        channel.topic.as_deref(),
        channel.position,
        channel.parent,
        channel.nsfw,
        channel.rate_limit_per_user,
    )?;
    Ok(())
}

/// Channels of a deleted category move to the top level; a guild loses its system channel.
pub async fn forget(conn: &mut Conn, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    execute!(conn, "UPDATE channels SET parent_id = NULL WHERE guild_id = $1 AND parent_id = $2", guild, id)?;
    execute!(conn, "UPDATE guilds SET system_channel_id = NULL WHERE id = $1 AND system_channel_id = $2", guild, id)?;
    Ok(())
}

/// Inserts or deletes an overwrite.
pub async fn set_overwrite(
    conn: &mut Conn,
    channel: ChannelId,
    target: TargetId,
    overwrite: Option<&Overwrite>,
) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM overwrites WHERE channel_id = $1 AND target_id = $2", channel, target)?;
    match overwrite {
        Some(overwrite) => put_overwrite(conn, channel, target, overwrite).await,
        None => Ok(()),
    }
}

/// Replaces all overwrites by those of `channel`.
pub async fn put_overwrites(conn: &mut Conn, channel: &Channel) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM overwrites WHERE channel_id = $1", channel.id)?;
    for (target, overwrite) in &channel.overwrites {
        put_overwrite(conn, channel.id, *target, overwrite).await?;
    }
    Ok(())
}

async fn put_overwrite(conn: &mut Conn, channel: ChannelId, target: TargetId, overwrite: &Overwrite) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO overwrites (channel_id, target_id, kind, allow, deny) VALUES ($1, $2, $3, $4, $5)",
        channel,
        target,
        overwrite.kind.number(),
        overwrite.allow,
        overwrite.deny,
    )?;
    Ok(())
}
