//! Reads what belongs to no guild.

use std::collections::BTreeMap;

use sqlx::FromRow;

use crate::{
    cache::{Chosen, Conversation, ConversationKind, DirectMessages, Model, Recipient, Settings},
    db::{Conn, Failure, fetch_all},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

#[derive(FromRow)]
struct ConversationRow {
    id: ChannelId,
    kind: i64,
    owner_id: Option<UserId>,
    name: Option<String>,
    icon: Option<String>,
    last_message_id: Option<MessageId>,
}

#[derive(FromRow)]
struct RecipientRow {
    channel_id: ChannelId,
    user_id: UserId,
    added_at: Timestamp,
    since_id: MessageId,
    closed: bool,
    engaged: bool,
}

#[derive(FromRow)]
struct SettingsRow {
    user_id: UserId,
    direct_messages: String,
    status: String,
    push_text: bool,
}

/// Reads conversations, blocks and settings.
///
/// # Errors
/// When the database fails.
pub async fn load(conn: &mut Conn, model: &mut Model) -> Result<(), Failure> {
    for conversation in conversations(conn).await?.into_values() {
        model.conversations.put(conversation);
    }
    let blocks: Vec<(UserId, UserId)> = fetch_all!(conn, "SELECT user_id, blocked_id FROM blocks")?;
    for (user, blocked) in blocks {
        model.conversations.block(user, blocked);
    }
    let settings: Vec<SettingsRow> = fetch_all!(conn, "SELECT user_id, direct_messages, status, push_text FROM user_settings")?;
    for row in settings {
        model.conversations.set(row.user_id, row.into());
    }
    Ok(())
}

async fn conversations(conn: &mut Conn) -> Result<BTreeMap<ChannelId, Conversation>, Failure> {
    let rows: Vec<ConversationRow> = fetch_all!(
        conn,
        "SELECT c.id, c.kind, v.owner_id, v.name, v.icon,
                (SELECT max(m.id) FROM messages m WHERE m.channel_id = c.id) AS last_message_id
         FROM conversations v JOIN channels c ON c.id = v.channel_id"
    )?;
    let known = rows.into_iter().filter_map(|row| {
        let conversation = Conversation {
            id: row.id,
            kind: ConversationKind::from_number(row.kind)?,
            recipients: BTreeMap::new(),
            owner: row.owner_id,
            name: row.name,
            icon: row.icon,
            last_message: row.last_message_id,
        };
        Some((row.id, conversation))
    });
    let mut found: BTreeMap<_, _> = known.collect();
    let rows: Vec<RecipientRow> =
        fetch_all!(conn, "SELECT channel_id, user_id, added_at, since_id, closed, engaged FROM recipients")?;
    for RecipientRow { channel_id, user_id, added_at, since_id, closed, engaged } in rows {
        if let Some(conversation) = found.get_mut(&channel_id) {
            conversation.recipients.insert(user_id, Recipient { added_at, since: since_id, closed, engaged });
        }
    }
    Ok(found)
}

impl From<SettingsRow> for Settings {
    fn from(row: SettingsRow) -> Self {
        Self {
            direct_messages: DirectMessages::from_name(&row.direct_messages).unwrap_or_default(),
            status: Chosen::from_wire(&row.status).unwrap_or(Chosen::Online),
            push_text: row.push_text,
        }
    }
}
