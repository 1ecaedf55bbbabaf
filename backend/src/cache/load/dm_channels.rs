//! Loads objects outside of guilds.

use std::collections::BTreeMap;

use sqlx::FromRow;

use crate::{
    cache::{DirectMessages, DmChannel, DmChannelKind, Model, PresenceStatus, Recipient, Settings},
    db::{Conn, DbError, fetch_all},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

#[derive(FromRow)]
struct DmChannelRow {
    id: ChannelId,
    kind: i64,
    owner_id: Option<UserId>,
    name: Option<String>,
    icon: Option<String>,
    last_message_id: Option<MessageId>,
    last_pin_at: Option<Timestamp>,
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

/// Loads DM channels, blocks and settings.
///
/// # Errors
/// When the database fails.
pub async fn load(conn: &mut Conn, model: &mut Model) -> Result<(), DbError> {
    for dm in dm_channels(conn).await?.into_values() {
        model.dm_channels.put(dm);
    }
    let blocks: Vec<(UserId, UserId)> = fetch_all!(conn, "SELECT user_id, blocked_id FROM blocks")?;
    for (user, blocked) in blocks {
        model.dm_channels.block(user, blocked);
    }
    let settings: Vec<SettingsRow> = fetch_all!(conn, "SELECT user_id, direct_messages, status, push_text FROM user_settings")?;
    for row in settings {
        model.dm_channels.set(row.user_id, row.into());
    }
    Ok(())
}

async fn dm_channels(conn: &mut Conn) -> Result<BTreeMap<ChannelId, DmChannel>, DbError> {
    let rows: Vec<DmChannelRow> = fetch_all!(
        conn,
        "SELECT c.id, c.kind, v.owner_id, v.name, v.icon,
                (SELECT max(m.id) FROM messages m WHERE m.channel_id = c.id) AS last_message_id,
                (SELECT max(m.pinned_at) FROM messages m WHERE m.channel_id = c.id AND m.pinned_at IS NOT NULL) AS last_pin_at
         FROM conversations v JOIN channels c ON c.id = v.channel_id"
    )?;
    let known = rows.into_iter().filter_map(|row| {
        let dm = DmChannel {
            id: row.id,
            kind: DmChannelKind::from_number(row.kind)?,
            recipients: BTreeMap::new(),
            owner: row.owner_id,
            name: row.name,
            icon: row.icon,
            last_message: row.last_message_id,
            last_pin: row.last_pin_at,
        };
        Some((row.id, dm))
    });
    let mut found: BTreeMap<_, _> = known.collect();
    let rows: Vec<RecipientRow> =
        fetch_all!(conn, "SELECT channel_id, user_id, added_at, since_id, closed, engaged FROM recipients")?;
    for RecipientRow { channel_id, user_id, added_at, since_id, closed, engaged } in rows {
        if let Some(dm) = found.get_mut(&channel_id) {
            dm.recipients.insert(user_id, Recipient { added_at, since: since_id, closed, engaged });
        }
    }
    Ok(found)
}

impl From<SettingsRow> for Settings {
    fn from(row: SettingsRow) -> Self {
        Self {
            direct_messages: DirectMessages::from_name(&row.direct_messages).unwrap_or_default(),
            status: PresenceStatus::from_wire(&row.status).unwrap_or(PresenceStatus::Online),
            push_text: row.push_text,
        }
    }
}
