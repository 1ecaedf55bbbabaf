//! SQL of deletions. It deletes from tables of other slices, because what is deleted has no owner any more.

use crate::{
    db::{Conn, DbError, execute, fetch_optional},
    kernel::{ChannelId, GuildId, MessageId},
};

/// Rows that one step deletes.
const AT_ONCE: u64 = 200;

/// What is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Guild,
    Channel,
    /// Somebody of whom only the messages stay.
    User,
    /// A message that is deleted, and of which rows of other tables are left. A trigger of the database writes it down.
    Message,
}

impl Kind {
    const fn number(self) -> i64 {
        match self {
            Self::Guild => 0,
            Self::Channel => 1,
            Self::User => 2,
            Self::Message => 3,
        }
    }

    const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Guild,
            1 => Self::Channel,
            2 => Self::User,
            _ => Self::Message,
        }
    }
}

pub async fn insert(conn: &mut Conn, id: i64, kind: Kind) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO deletions (id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING", id, kind.number())?;
    Ok(())
}

/// What is to be deleted next, and how far it is.
///
/// # Errors
/// When the database fails.
pub async fn next(conn: &mut Conn) -> Result<Option<(i64, Kind, MessageId)>, DbError> {
    let found: Option<(i64, i64, MessageId)> =
        fetch_optional!(conn, "SELECT id, kind, place FROM deletions ORDER BY id LIMIT 1")?;
    Ok(found.map(|(id, kind, place)| (id, Kind::from_number(kind), place)))
}

/// Notes how far it is. A step that began anew at the first row would look at all that is deleted, for Postgres keeps it for a while.
///
/// # Errors
/// When the database fails.
pub async fn note_place(conn: &mut Conn, id: i64, place: MessageId) -> Result<(), DbError> {
    execute!(conn, "UPDATE deletions SET place = $2 WHERE id = $1", id, place)?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut Conn, id: i64) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM deletions WHERE id = $1", id)?;
    Ok(())
}

/// A channel that belonged to a guild.
///
/// # Errors
/// When the database fails.
pub async fn next_channel(conn: &mut Conn, guild: GuildId) -> Result<Option<ChannelId>, DbError> {
    let found: Option<(ChannelId,)> = fetch_optional!(conn, "SELECT id FROM channels WHERE guild_id = $1 LIMIT 1", guild)?;
    Ok(found.map(|(id,)| id))
}

pub async fn delete_invites(conn: &mut Conn, guild: GuildId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM invites WHERE guild_id = $1", guild)?;
    Ok(())
}

/// Makes a channel one that nobody is in.
pub async fn detach_channel(conn: &mut Conn, id: ChannelId) -> Result<(), DbError> {
    execute!(conn, "UPDATE channels SET guild_id = NULL WHERE id = $1", id)?;
    execute!(conn, "DELETE FROM conversations WHERE channel_id = $1", id)?;
    execute!(conn, "DELETE FROM invites WHERE channel_id = $1", id)?;
    Ok(())
}

/// Deletes some of what hangs on a channel without messages; if nothing does, the channel, and yields true.
///
/// # Errors
/// When the database fails.
pub async fn delete_from_channel(conn: &mut Conn, id: ChannelId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM read_states WHERE channel_id = $1
             AND user_id IN (SELECT user_id FROM read_states WHERE channel_id = $1 LIMIT $2)",
        id,
        limit(),
    )?;
    if deleted < AT_ONCE {
        // With at most a hundred overwrites and invites.
        execute!(conn, "DELETE FROM channels WHERE id = $1", id)?;
        delete(conn, id.get()).await?;
    }
    Ok(deleted < AT_ONCE)
}

/// Deletes some of what hangs on a guild without channels; if nothing does, the guild.
///
/// # Errors
/// When the database fails.
pub async fn delete_from_guild(conn: &mut Conn, id: GuildId) -> Result<(), DbError> {
    let members = execute!(
        conn,
        "DELETE FROM members WHERE guild_id = $1 AND user_id IN (SELECT user_id FROM members WHERE guild_id = $1 LIMIT $2)",
        id,
        limit(),
    )?;
    if members == AT_ONCE {
        return Ok(());
    }
    let commands = execute!(
        conn,
        "DELETE FROM application_commands WHERE id IN (SELECT id FROM application_commands WHERE guild_id = $1 LIMIT $2)",
        id,
        limit(),
    )?;
    if commands == AT_ONCE {
        return Ok(());
    }
    let roles =
        execute!(conn, "DELETE FROM roles WHERE id IN (SELECT id FROM roles WHERE guild_id = $1 LIMIT $2)", id, limit(),)?;
    if roles < AT_ONCE {
        execute!(conn, "DELETE FROM guilds WHERE id = $1", id)?;
        delete(conn, id.get()).await?;
    }
    Ok(())
}

fn limit() -> i64 {
    i64::try_from(AT_ONCE).unwrap_or(i64::MAX)
}
