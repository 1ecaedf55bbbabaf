//! The wire's Message. REST and the gateway show the same object; the gateway adds the guild and the author's membership.

use serde::Serialize;
use utoipa::ToSchema;

pub use super::rules::{ADDED, ANOTHER_ICON, DEFAULT, JOINED, REMOVED, RENAMED, REPLY};
use super::store::MessageRow;
use crate::{
    access::{self, History},
    cache::{Guild, Model},
    kernel::{ChannelId, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId},
    wire::{
        member::PartialMember,
        reaction::{Reaction, ReactionCounts},
        user::User,
    },
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    pub id: MessageId,
    /// 0 is an ordinary message, 19 a reply. In a group DM: 1 a user was added, 2 a user left or was removed, 4 the name changed,
    /// 5 the icon changed; `mentions` has the user in question. In a guild: 7 the author joined.
    #[serde(rename = "type")]
    #[schema(examples(0))]
    pub kind: i64,
    pub channel_id: ChannelId,
    pub author: User,
    #[schema(examples("Привіт!"))]
    pub content: String,
    pub timestamp: Timestamp,
    /// Null if the message was never edited.
    #[schema(required = true)]
    pub edited_timestamp: Option<Timestamp>,
    pub tts: bool,
    pub mention_everyone: bool,
    pub mentions: Vec<User>,
    pub mention_roles: Vec<RoleId>,
    pub attachments: Vec<Attachment>,
    #[schema(value_type = Vec<Object>)]
    pub embeds: Vec<()>,
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<()>,
    pub pinned: bool,
    /// By emoji, in the order in which these came first; at most 20.
    pub reactions: Vec<Reaction>,
    pub flags: i64,
    /// The nonce of the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nonce: Option<String>,
    /// The message that this one replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_reference: Option<MessageReference>,
    /// The referenced message; null if it was deleted or if the reader may not read earlier messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Message>, no_recursion)]
    pub referenced_message: Option<Option<Box<Message>>>,
    /// Whether it answers a send whose nonce came before; it is no part of the message.
    #[serde(skip)]
    pub is_repeat: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageReference {
    /// Always 0, a reply.
    #[serde(rename = "type")]
    pub kind: u8,
    pub message_id: MessageId,
    pub channel_id: ChannelId,
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
}

/// A file attached to a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attachment {
    pub id: MessageId,
    pub filename: String,
    /// Size in bytes.
    pub size: u64,
    pub url: String,
    pub proxy_url: String,
}

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

impl Message {
    /// As one reader is shown it who may read the message itself. `referenced` is the message replied to, if it is one and still there;
    /// of that they are told only if they may read what was said before.
    pub fn read_by(
        history: History,
        model: &Model,
        guild: Option<GuildId>,
        row: MessageRow,
        referenced: Option<MessageRow>,
    ) -> Self {
        Self::whole(model, guild, row, referenced.filter(|_| history.is_open()))
    }

    fn whole(model: &Model, guild: Option<GuildId>, row: MessageRow, referenced: Option<MessageRow>) -> Self {
        let referenced_message =
            row.reference_id.map(|_| referenced.map(|row| Box::new(Self::whole(model, guild, row, None).without_reference())));
        Self {
            id: row.id,
            kind: row.kind,
            channel_id: row.channel_id,
            author: author(model, row.author_id),
            timestamp: row.sent_at(),
            edited_timestamp: row.edited_at,
            tts: false,
            mention_everyone: row.mentions_everyone,
            mentions: ids(&row.mentioned_users).map(UserId::new).filter_map(|id| model.user(id)).map(User::from).collect(),
            mention_roles: ids(&row.mentioned_roles).map(RoleId::new).collect(),
            attachments: Vec::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            pinned: false,
            reactions: ReactionCounts::parse(&row.reactions).shown(),
            flags: row.flags,
            nonce: None,
            message_reference: row.reference_id.map(|message_id| MessageReference {
                kind: 0,
                message_id,
                channel_id: row.channel_id,
                guild_id: guild,
            }),
            referenced_message,
            content: row.content,
            is_repeat: false,
        }
    }

    fn without_reference(self) -> Self {
        Self { referenced_message: None, ..self }
    }

    /// As a reader is shown it who may read the message itself.
    pub fn cut_for(self, history: History) -> Self {
        if history.is_open() { self } else { self.without_quote() }
    }

    /// Whether another message is in it.
    pub(super) fn quotes(&self) -> bool {
        matches!(self.referenced_message, Some(Some(_)))
    }

    fn without_quote(self) -> Self {
        Self { referenced_message: self.referenced_message.map(|_| None), ..self }
    }

    /// The answer to a send that was done already.
    pub fn repeated(self, nonce: &str) -> Self {
        Self { nonce: Some(nonce.to_owned()), is_repeat: true, ..self }
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

/// The author; a placeholder for one whose account is gone.
fn author(model: &Model, id: UserId) -> User {
    model.user(id).map_or_else(
        || {
            User::from(&crate::cache::User {
                id,
                username: "deleted".to_owned(),
                display_name: None,
                avatar: None,
                custom_status: None,
                bot: false,
            })
        },
        User::from,
    )
}

/// Whether a message mentions somebody by name.
pub fn mentions(row: &MessageRow, user: UserId) -> bool {
    ids(&row.mentioned_users).any(|id| id == user.get())
}

/// Ids as the store keeps a list of them: separated by spaces.
fn ids(list: &str) -> impl Iterator<Item = i64> {
    list.split(' ').filter_map(|id| id.parse().ok())
}
