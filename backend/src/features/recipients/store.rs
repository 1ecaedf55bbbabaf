//! SQL of conversations.

use crate::{
    cache::{Conversation, Recipient},
    db::{Conn, Failure, execute},
    kernel::{ChannelId, UserId},
};

/// Stores a new conversation with all who are in it.
pub async fn insert(conn: &mut Conn, conversation: &Conversation) -> Result<(), Failure> {
    let (lower, higher) = conversation.pair().unzip();
    execute!(
        conn,
        "INSERT INTO channels (id, kind, name, position) VALUES ($1, $2, '', 0)",
        conversation.id,
        conversation.kind.number(),
    )?;
    execute!(
        conn,
        "INSERT INTO conversations (channel_id, lower_id, higher_id, owner_id, name, icon) VALUES ($1, $2, $3, $4, $5, $6)",
        conversation.id,
        lower,
        higher,
        conversation.owner,
        conversation.name.as_deref(),
        conversation.icon.as_deref(),
    )?;
    for (user, recipient) in &conversation.recipients {
        put_recipient(conn, conversation.id, *user, recipient).await?;
    }
    Ok(())
}

/// Stores what can change of a group, but for who is in it.
pub async fn update(conn: &mut Conn, group: &Conversation) -> Result<(), Failure> {
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

pub async fn delete_recipient(conn: &mut Conn, id: ChannelId, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM recipients WHERE channel_id = $1 AND user_id = $2", id, user)?;
    Ok(())
}

/// Stores how somebody is in a conversation, or that they are.
pub async fn put_recipient(conn: &mut Conn, id: ChannelId, user: UserId, recipient: &Recipient) -> Result<(), Failure> {
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
