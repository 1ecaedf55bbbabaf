//! A message: its row, the object that clients see, and what in it differs by reader. A feature whose data is shown in messages adds its
//! field and its part here and nowhere else.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::FromRow;
use utoipa::ToSchema;

use super::rules;
use crate::{
    access::History,
    cache::Model,
    db::{Conn, DbError},
    features::reactions::{actions as reactions, view::Reaction},
    kernel::{ChannelId, Emoji, GuildId, MessageId, RoleId, Timestamp, UserId},
    wire::user::User,
};

/// A stored message. Statements select all columns, of which this takes those that it has a field for, so that a new one is named once.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MessageRow {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub kind: i64,
    pub content: String,
    pub edited_at: Option<Timestamp>,
    pub flags: i64,
    pub reference_id: Option<MessageId>,
    /// Ids separated by spaces.
    pub mentioned_users: String,
    pub mentioned_roles: String,
    pub mentions_everyone: bool,
    /// When it was sent, where its id tells another time.
    pub created_at: Option<Timestamp>,
    /// Counts of reactions, as their feature reads them.
    pub reactions: String,
    pub pinned_at: Option<Timestamp>,
}

impl MessageRow {
    /// A text of its author, with nothing beside.
    pub fn new(id: MessageId, channel: ChannelId, (author, content): (UserId, String), now: Timestamp) -> Self {
        Self {
            id,
            channel_id: channel,
            author_id: author,
            kind: 0,
            content,
            edited_at: None,
            flags: 0,
            reference_id: None,
            mentioned_users: String::new(),
            mentioned_roles: String::new(),
            mentions_everyone: false,
            created_at: id.time_beside(now),
            reactions: String::new(),
            pinned_at: None,
        }
    }

    pub fn sent_at(&self) -> Timestamp {
        self.id.sent_at(self.created_at)
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    pub id: MessageId,
    /// 0 is an ordinary message, 19 a reply. In a group DM: 1 a user was added, 2 a user left or was removed, 4 the name changed,
    /// 5 the icon changed; `mentions` has the user in question. In a guild: 7 the author joined. In both: 6 the author pinned the
    /// message that `message_reference` names.
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
    /// The message that this one replies to, or that was pinned.
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

    pub(super) fn whole(model: &Model, guild: Option<GuildId>, row: MessageRow, referenced: Option<MessageRow>) -> Self {
        let is_reply = row.reference_id.is_some() && row.kind == rules::REPLY;
        let referenced_message =
            is_reply.then(|| referenced.map(|row| Box::new(Self::whole(model, guild, row, None).without_reference())));
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
            pinned: row.pinned_at.is_some(),
            reactions: Reaction::all(&row.reactions),
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

    /// Whether it is shown differently to some readers.
    pub fn may_differ(&self) -> bool {
        !self.reactions.is_empty()
    }

    /// Itself, and the message that it replies to.
    pub fn with_referenced(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.referenced_message.iter().flatten().map(Box::as_ref))
    }

    /// Whether another message is in it.
    pub(super) fn quotes(&self) -> bool {
        matches!(self.referenced_message, Some(Some(_)))
    }

    pub(super) fn without_quote(self) -> Self {
        Self { referenced_message: self.referenced_message.map(|_| None), ..self }
    }

    /// The answer to a send that was done already.
    pub fn repeated(self, nonce: &str) -> Self {
        Self { nonce: Some(nonce.to_owned()), is_repeat: true, ..self }
    }
}

/// What of some messages is a reader's own. The rest is the same for all readers.
#[derive(Debug, Default)]
pub struct OwnParts {
    reactions: HashSet<(MessageId, Emoji)>,
}

impl OwnParts {
    /// # Errors
    /// When the database fails.
    pub async fn load(conn: &mut Conn, reader: UserId, messages: impl Iterator<Item = &Message>) -> Result<Self, DbError> {
        let ids: Vec<_> = messages.flat_map(Message::with_referenced).filter(|one| one.may_differ()).map(|one| one.id).collect();
        Ok(Self { reactions: reactions::own(conn, reader, &ids).await? })
    }

    /// Whether a message, or the one that it replies to, has a part of the reader's own.
    pub fn has_any_of(&self, message: &Message) -> bool {
        message.with_referenced().any(|one| self.reactions.iter().any(|(id, _)| *id == one.id))
    }

    /// Marks the reader's own parts of a message, and of the one that it replies to.
    pub fn mark(&self, message: &mut Message) {
        for reaction in &mut message.reactions {
            reaction.me = self.reactions.contains(&(message.id, reaction.emoji.name));
        }
        if let Some(Some(referenced)) = &mut message.referenced_message {
            self.mark(referenced);
        }
    }
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
pub(super) fn ids(list: &str) -> impl Iterator<Item = i64> {
    list.split(' ').filter_map(|id| id.parse().ok())
}
