//! SQL of DM channels.

use crate::{
    cache::{DmChannel, Recipient},
    db::{Conn, DbError, execute},
    kernel::{ChannelId, UserId},
};

/// Stores a new DM channel with its recipients.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut Conn, dm: &DmChannel) -> Result<(), DbError> {
    let (lower, higher) = dm.pair().unzip();
    execute!(conn, "INSERT INTO channels (id, kind, name, position) VALUES ($1, $2, '', 0)", dm.id, dm.kind.number(),)?;
    execute!(
        conn,
        "INSERT INTO conversations (channel_id, lower_id, higher_id, owner_id, name, icon) VALUES ($1, $2, $3, $4, $5, $6)",
        dm.id,
        lower,
        higher,
        dm.owner,
        dm.name.as_deref(),
        dm.icon.as_deref(),
    )?;
    for (user, recipient) in &dm.recipients {
        put_recipient(conn, dm.id, *user, recipient).await?;
    }
    Ok(())
}

/// Stores the changeable fields of a group DM, without its recipients.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, group: &DmChannel) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE conversations SET owner_id = $2, name = $3, icon = $4 WHERE channel_id = $1",
        group.id,
        group.owner,
        group.name.as_deref(),
        group.icon.as_deref(),
    )?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn delete_recipient(conn: &mut Conn, id: ChannelId, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM recipients WHERE channel_id = $1 AND user_id = $2", id, user)?;
    Ok(())
}

/// Inserts or updates a recipient.
///
/// # Errors
/// When the database fails.
pub async fn put_recipient(conn: &mut Conn, id: ChannelId, user: UserId, recipient: &Recipient) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO recipients (channel_id, user_id, added_at, since_id, closed, engaged) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (channel_id, user_id) DO UPDATE SET closed = excluded.closed, engaged = excluded.engaged",
        id,
        user,
        recipient.added_at,
        recipient.since,
        recipient.closed,
        recipient.engaged,
    )?;
    Ok(())
}
