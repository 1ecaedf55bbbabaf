//! The routes of messages.

use actix_web::{
    HttpResponse,
    http::header::{ContentType, HeaderName},
    web,
};
use serde::{Deserialize, Deserializer, de};
use utoipa::{IntoParams, ToSchema};

use super::{
    actions::{self, Part},
    newest::{self, NewestPages},
    rules::{self, AllowedMentions},
    view::Message,
};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    http::{Body, Error, Params, Segments},
    kernel::{ChannelId, Cursor, FieldError, Form, GuildId, MessageId, Patch, Refusal, Unbuilt, limits},
    state::State,
};

/// A message to send.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct CreateMessage {
    /// 1 to 2000 code points.
    #[schema(examples("Привіт!"))]
    pub content: Option<String>,
    /// Chosen by the sender, a string or an integer; at most 64 bytes. It comes back with the message.
    pub nonce: Option<Nonce>,
    /// Whether the same nonce again yields the first message instead of another one.
    pub enforce_nonce: Option<bool>,
    /// The message this one replies to, in the same channel.
    pub message_reference: Option<ReplyTo>,
    /// Which mentions of the text may count; all when it is missing.
    pub allowed_mentions: Option<AllowedMentions>,
    /// 4 suppresses embeds, 4096 sends without notifications.
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
    pub fn checked_content(&self) -> Result<String, Refusal> {
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

/// A change of a message.
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
    pub fn refuse_unbuilt(&self) -> Result<(), Refusal> {
        let mut form = Form::new();
        for (name, field) in [("embeds", self.embeds), ("components", self.components), ("attachments", self.attachments)] {
            field.refuse(&mut form, name);
        }
        rules::refuse_flags(&mut form, self.flags);
        form.finish()
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReplyTo {
    /// 0, as when it is missing, is a reply. There is nothing else yet.
    #[serde(default, rename = "type")]
    pub kind: Unbuilt,
    pub message_id: MessageId,
    /// If it is given, it must be that of the channel.
    pub guild_id: Option<GuildId>,
    /// If it is given, it must be the channel of the new message.
    pub channel_id: Option<ChannelId>,
    /// Whether a missing message is an error; true unless said otherwise.
    pub fail_if_not_exists: Option<bool>,
}

/// A string, or an integer taken for its decimal form.
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
struct HistoryQuery {
    before: Option<Cursor>,
    after: Option<Cursor>,
    around: Option<Cursor>,
    /// 1 to 100; 50 when it is missing.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
}

impl HistoryQuery {
    fn read(&self) -> Result<(Part, i64), Error> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=limits::MESSAGES_PAGE).contains(&limit) {
            return Err(Error::field("limit", &FieldError::range(1, limits::MESSAGES_PAGE)));
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

/// Messages of a channel, newest first. With `after`, those that directly follow it.
#[utoipa::path(get, path = "/channels/{channel_id}/messages", tag = "messages",
    params(("channel_id" = ChannelId, Path), HistoryQuery),
    responses((status = 200, description = "A page of messages, newest first", body = Vec<Message>)))]
async fn list_messages(
    state: web::Data<State>,
    newest: web::Data<NewestPages>,
    caller: Caller,
    Segments(channel): Segments<ChannelId>,
    Params(query): Params<HistoryQuery>,
) -> Result<HttpResponse, Error> {
    let (part, limit) = query.read()?;
    if (part, limit) == (Part::Newest, newest::PAGE) {
        let page = newest.read(&state, caller.user, channel).await?;
        return Ok(HttpResponse::Ok().content_type(ContentType::json()).body(page));
    }
    let wanted = actions::Wanted { reader: caller.user, channel, part, limit };
    Ok(HttpResponse::Ok().json(actions::list(&state, wanted).await?))
}

/// One message.
#[utoipa::path(get, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, description = "The message", body = Message)))]
async fn find_message(
    state: web::Data<State>,
    caller: Caller,
    Segments((channel, message)): Segments<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller.user, channel, message).await?))
}

/// Says that nothing was done, for the nonce came before.
const REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");

/// Sends a message. The answer comes when it is stored. With `enforce_nonce`, a nonce that came before yields the first message,
/// whatever else is sent.
#[utoipa::path(post, path = "/channels/{channel_id}/messages", tag = "messages",
    params(("channel_id" = ChannelId, Path)), request_body = CreateMessage,
    responses((status = 200, description = "The stored message", body = Message,
        headers(("Idempotent-Replay" = String, description = "`true` if the nonce came before; then nothing was sent")))))]
async fn create_message(
    state: web::Data<State>,
    caller: Caller,
    Segments(channel): Segments<ChannelId>,
    Body(body): Body<CreateMessage>,
) -> Result<HttpResponse, Error> {
    let message = actions::create(&state, caller.user, channel, body).await?;
    let mut answer = HttpResponse::Ok();
    if message.is_repeat {
        answer.insert_header((REPLAY, "true"));
    }
    Ok(answer.json(message))
}

/// Changes one's own message.
#[utoipa::path(patch, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)), request_body = EditMessage,
    responses((status = 200, description = "The changed message", body = Message)))]
async fn edit_message(
    state: web::Data<State>,
    caller: Caller,
    Segments((channel, message)): Segments<(ChannelId, MessageId)>,
    Body(body): Body<EditMessage>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::edit(&state, caller.user, channel, message, body).await?))
}

/// Deletes one's own message, or another's with MANAGE_MESSAGES.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_message(
    state: web::Data<State>,
    caller: Caller,
    Segments((channel, message)): Segments<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, channel, message).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_message).rate(limits::SEND).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(list_messages).rate(limits::HISTORY).bots());
    routes.add(endpoint!(edit_message).rate(limits::EDIT).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(find_message).rate(limits::HISTORY).bots());
    routes.add(endpoint!(delete_message).rate(limits::DELETE).bots());
}
