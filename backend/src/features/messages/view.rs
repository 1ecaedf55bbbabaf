//! The forms of a message in events, which add the guild and the author's membership, and in exports.

use serde::Serialize;
use utoipa::ToSchema;

pub use super::message::Message;
use super::message::{MessageRow, ids};
pub use super::rules::{ADDED, ANOTHER_ICON, DEFAULT, JOINED, PINNED, REMOVED, RENAMED, REPLY};
use crate::{
    access,
    cache::{Guild, Model},
    kernel::{ChannelId, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId},
    wire::member::PartialMember,
};

/// A message in an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GatewayMessage {
    #[serde(flatten)]
    pub message: Message,
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    /// The author as a member; absent in a DM channel, and for former members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<PartialMember>,
    /// Whether everybody who is told of it may read what it replies to.
    #[serde(skip)]
    pub(super) is_open: bool,
}

/// A message as its author is told of it in an export.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedMessage {
    pub id: MessageId,
    pub timestamp: Timestamp,
    pub edited_timestamp: Option<Timestamp>,
    #[serde(rename = "type")]
    pub kind: i64,
    pub content: String,
    pub flags: i64,
    pub reply_to: Option<MessageId>,
    pub mentions: Vec<UserId>,
    pub mention_roles: Vec<RoleId>,
    pub mention_everyone: bool,
}

impl From<MessageRow> for ExportedMessage {
    fn from(row: MessageRow) -> Self {
        Self {
            id: row.id,
            timestamp: row.sent_at(),
            edited_timestamp: row.edited_at,
            kind: row.kind,
            flags: row.flags,
            reply_to: row.reference_id,
            mentions: ids(&row.mentioned_users).map(UserId::new).collect(),
            mention_roles: ids(&row.mentioned_roles).map(RoleId::new).collect(),
            mention_everyone: row.mentions_everyone,
            content: row.content,
        }
    }
}

impl GatewayMessage {
    /// With everything, for events, of which each receiver gets what they may read.
    pub fn new(model: &Model, guild_id: Option<GuildId>, row: MessageRow, referenced: Option<MessageRow>) -> Self {
        Self::of(model, guild_id, Message::whole(model, guild_id, row, referenced))
    }

    /// The same of a message that is made already.
    pub(crate) fn of(model: &Model, guild_id: Option<GuildId>, message: Message) -> Self {
        let guild = guild_id.and_then(|id| model.guild(id));
        let member = guild.and_then(|guild| guild.members.get(&message.author.id)).map(|member| PartialMember::from(&**member));
        let is_open = message.quotes() && guild.is_none_or(|guild| has_open_history(guild, message.channel_id));
        Self { message, guild_id, member, is_open }
    }

    /// Without what it replies to.
    pub(super) fn without_quote(&self) -> Self {
        Self { message: self.message.clone().without_quote(), ..self.clone() }
    }
}

fn has_open_history(guild: &Guild, channel: ChannelId) -> bool {
    let found = guild.channels.get(&channel);
    found.is_some_and(|channel| access::everyone_holds(guild, channel, Permissions::READ_MESSAGE_HISTORY))
}
