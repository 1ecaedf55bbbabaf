//! The bodies and queries that clients send.

use serde::{Deserialize, Deserializer, de};
use utoipa::{IntoParams, ToSchema};

use super::rules::{self, AllowedMentions};
use crate::{
    http::Error,
    kernel::{ApiError, ChannelId, Cursor, FieldError, Form, GuildId, MessageId, Patch, Unbuilt, UserId},
};

/// The message to send.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct CreateMessage {
    /// 1 to 2000 code points.
    #[schema(examples("Привіт!"))]
    pub content: Option<String>,
    /// A string or an integer of the sender's choice, at most 64 bytes. It is returned with the message.
    pub nonce: Option<Nonce>,
    /// Whether a repeated nonce returns the first message instead of creating another one.
    pub enforce_nonce: Option<bool>,
    /// The message to reply to, in the same channel.
    pub message_reference: Option<ReplyTo>,
    /// Which mentions of the text notify; all by default.
    pub allowed_mentions: Option<AllowedMentions>,
    /// Bit field: 4 suppresses embeds, 4096 suppresses notifications.
    pub flags: Option<i64>,
    #[serde(default)]
    pub tts: Unbuilt,
    #[serde(default)]
    pub embeds: Unbuilt,
    #[serde(default)]
    pub components: Unbuilt,
    #[serde(default)]
    pub attachments: Unbuilt,
    #[serde(default)]
    pub sticker_ids: Unbuilt,
    #[serde(default)]
    pub poll: Unbuilt,
}

impl CreateMessage {
    /// The text, if it may be sent and nothing beside it is asked for that is not there.
    ///
    /// # Errors
    /// 400 / 50006 when it is empty, 400 / 50035 when it is too long or something else is wrong.
    pub fn checked_content(&self) -> Result<String, ApiError> {
        let mut form = Form::new();
        for (name, field) in [
            ("tts", self.tts),
            ("embeds", self.embeds),
            ("components", self.components),
            ("attachments", self.attachments),
            ("sticker_ids", self.sticker_ids),
            ("poll", self.poll),
        ] {
            field.refuse(&mut form, name);
        }
        if let Some(reply) = &self.message_reference {
            reply.kind.refuse(&mut form, "message_reference.type");
        }
        rules::refuse_flags(&mut form, self.flags);
        form.finish()?;
        rules::content(self.content.as_deref())
    }
}

/// The changes of a message.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct EditMessage {
    #[serde(default)]
    #[schema(value_type = Option<String>, examples("Привіт усім!"))]
    pub content: Patch<String>,
    pub allowed_mentions: Option<AllowedMentions>,
    pub flags: Option<i64>,
    #[serde(default)]
    pub embeds: Unbuilt,
    #[serde(default)]
    pub components: Unbuilt,
    #[serde(default)]
    pub attachments: Unbuilt,
}

impl EditMessage {
    /// # Errors
    /// 400 / 50035 for what is not there.
    pub fn refuse_unbuilt(&self) -> Result<(), ApiError> {
        let mut form = Form::new();
        for (name, field) in [("embeds", self.embeds), ("components", self.components), ("attachments", self.attachments)] {
            field.refuse(&mut form, name);
        }
        rules::refuse_flags(&mut form, self.flags);
        form.finish()
    }
}

/// Messages that are deleted together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct BulkDelete {
    /// 2 to 100 different ids.
    #[schema(min_items = 2, max_items = 100)]
    pub messages: Vec<MessageId>,
}

impl BulkDelete {
    /// # Errors
    /// 400 / 50016 for too few or too many, 400 / 50035 for one that is named twice.
    pub fn checked(self) -> Result<Vec<MessageId>, ApiError> {
        let mut ids = self.messages;
        if !(2..=rules::BULK_DELETE).contains(&ids.len()) {
            return Err(rules::bulk_delete_count());
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() < count {
            return Err(Form::refuse("messages", &FieldError::new("SET_TYPE_UNIQUE", "Names a message twice.")));
        }
        Ok(ids)
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReplyTo {
    /// 0, the default, is a reply. Other types are not supported yet.
    #[serde(default, rename = "type")]
    pub kind: Unbuilt,
    pub message_id: MessageId,
    /// If set, it must be the guild of the channel.
    pub guild_id: Option<GuildId>,
    /// If set, it must be the channel of the new message.
    pub channel_id: Option<ChannelId>,
    /// Whether a missing message is an error; true by default.
    pub fail_if_not_exists: Option<bool>,
}

/// A string, or an integer, which is converted to its decimal form.
#[derive(Debug, Clone, PartialEq, Eq, ToSchema)]
#[schema(value_type = String)]
pub struct Nonce(pub String);

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(input)? {
            serde_json::Value::String(text) => Ok(Self(text)),
            serde_json::Value::Number(number) if !number.is_f64() => Ok(Self(number.to_string())),
            _ => Err(de::Error::custom("a nonce is a string or an integer")),
        }
    }
}

/// Which part of the history. At most one of `before`, `after` and `around`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    pub before: Option<Cursor>,
    pub after: Option<Cursor>,
    pub around: Option<Cursor>,
    /// 1 to 100; 50 by default.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<i64>,
}

impl HistoryQuery {
    /// # Errors
    /// 400 / 50035 for a wrong limit or more than one cursor.
    pub fn read(&self) -> Result<(Part, i64), Error> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=rules::MESSAGES_PAGE).contains(&limit) {
            return Err(Error::field("limit", &FieldError::range(1, rules::MESSAGES_PAGE)));
        }
        let part = match (self.before, self.after, self.around) {
            (None, None, None) => Part::Newest,
            (Some(place), None, None) => Part::Before(place.into()),
            (None, Some(place), None) => Part::After(place.into()),
            (None, None, Some(place)) => Part::Around(place.into()),
            _ => return Err(Error::field("before", &FieldError::new("EXCLUSIVE", "Give one of before, after and around."))),
        };
        Ok((part, limit))
    }
}

/// Which part of a channel's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}

/// Whose history, and which of it.
#[derive(Debug, Clone, Copy)]
pub struct HistoryRequest {
    pub reader: UserId,
    pub channel: ChannelId,
    pub part: Part,
    pub limit: i64,
}
