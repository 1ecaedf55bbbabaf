//! How the actions of messages read, show and announce them.

use crate::{
    access::{self, History, MessageChannel},
    cache::{MessageChange, Model},
    db::{Conn, DbError},
    events::Audience,
    features::messages::{
        events::{DeletedExtras, MessageCreate},
        message::{Message, MessageRow, OwnParts},
        store,
        view::GatewayMessage,
    },
    http::Error,
    kernel::{ApiError, ChannelId, Permissions, Timestamp, UserId},
    writer::UnitOfWork,
};

/// What is left of a channel after a deletion, also for the model.
pub(super) async fn left(uow: &mut UnitOfWork, channel: ChannelId) -> Result<DeletedExtras, DbError> {
    // Not from the model, which does not know yet what turns of the same group have sent.
    let last_message_id = store::last_of(uow.conn(), channel).await?;
    let last_pin = store::last_pin_of(uow.conn(), channel).await?;
    uow.apply(MessageChange::Deleted(channel, last_message_id));
    uow.apply(MessageChange::Pinned(channel, last_pin));
    Ok(DeletedExtras { last_message_id })
}

/// Messages with the names of this moment, if they may still be read.
pub(super) fn named(
    model: &Model,
    reader: UserId,
    channel: ChannelId,
    rows: Vec<store::Replied>,
    now: Timestamp,
) -> Result<Vec<Message>, Error> {
    let message_channel = access::authorize_channel(model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now)?;
    let history = History::of(model, reader, channel, now);
    let message = |(row, referenced)| Message::read_by(history, model, message_channel.guild_id(), row, referenced);
    Ok(rows.into_iter().map(message).collect())
}

/// Whether somebody may read a channel that they can see.
pub(super) fn may_read(model: &Model, reader: UserId, channel: ChannelId, now: Timestamp) -> Result<bool, ApiError> {
    access::authorize_channel(model, reader, channel, Permissions::VIEW_CHANNEL, now)?;
    Ok(History::of(model, reader, channel, now).is_open())
}

/// Marks what of messages is the reader's own.
pub(super) async fn mark_own(conn: &mut Conn, reader: UserId, messages: &mut [Message]) -> Result<(), DbError> {
    let own = OwnParts::load(conn, reader, messages.iter()).await?;
    for message in messages.iter_mut() {
        own.mark(message);
    }
    Ok(())
}

pub(super) async fn referenced(conn: &mut Conn, row: &MessageRow) -> Result<Option<MessageRow>, DbError> {
    Ok(match row.reference_id {
        Some(id) => store::find(conn, row.channel_id, id).await?,
        None => None,
    })
}

/// All who may see what is in a channel.
pub(super) fn audience(uow: &UnitOfWork, channel: ChannelId) -> Result<Audience, ApiError> {
    Ok(MessageChannel::of(&uow.model(), channel).ok_or(ApiError::unknown_channel())?.audience())
}

pub(super) fn shown(uow: &UnitOfWork, row: MessageRow, referenced: Option<MessageRow>) -> Result<GatewayMessage, ApiError> {
    let model = uow.model();
    let guild = MessageChannel::of(&model, row.channel_id).ok_or(ApiError::unknown_channel())?.guild_id();
    Ok(GatewayMessage::new(&model, guild, row, referenced))
}

pub(super) fn joined<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The message that its author has already sent with this nonce, which was to make only one.
pub(super) async fn first(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    author: UserId,
    nonce: Option<&str>,
) -> Result<Option<Message>, DbError> {
    let Some(nonce) = nonce else { return Ok(None) };
    let Some(first) = store::find_by_nonce(uow.conn(), channel, author, nonce).await? else { return Ok(None) };
    let referenced = referenced(uow.conn(), &first).await?;
    let mut message = {
        let model = uow.model();
        let guild = MessageChannel::of(&model, channel).and_then(MessageChannel::guild_id);
        let history = History::of(&model, author, channel, uow.now());
        Message::read_by(history, &model, guild, first, referenced).repeated(nonce)
    };
    mark_own(uow.conn(), author, std::slice::from_mut(&mut message)).await?;
    Ok(Some(message))
}

/// Tells all who may see the message; its author with the nonce.
pub(super) fn publish(uow: &mut UnitOfWork, audience: Audience, shown: GatewayMessage, nonce: Option<String>) -> Message {
    let (author, event) = (shown.message.author.id, MessageCreate(shown));
    if nonce.is_none() {
        uow.publish(audience, &event);
        return event.0.message;
    }
    let mut own = event.0.clone();
    own.message.nonce = nonce;
    let own = MessageCreate(own);
    uow.publish_with_own(audience, &event, author, &own);
    own.0.message
}
