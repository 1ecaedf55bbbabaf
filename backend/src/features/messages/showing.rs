//! How the actions of messages read, show and announce them.

use crate::{
    access::{self, History, Venue},
    cache::{MessageChange, Model},
    db::{Conn, Failure},
    events::Audience,
    features::messages::{
        events::{DeletedExtras, MessageCreate},
        reactions::mark_own,
        store::{self, MessageRow},
        view::{GatewayMessage, Message},
    },
    http::Error,
    kernel::{ChannelId, Permissions, Refusal, Timestamp, UserId},
    work::Work,
};

/// What is left of a channel after a deletion, also for the model.
pub(super) async fn left(work: &mut Work, channel: ChannelId) -> Result<DeletedExtras, Failure> {
    // Not from the model, which does not know yet what turns of the same group have sent.
    let last_message_id = store::last_of(work.conn(), channel).await?;
    work.apply(MessageChange::Deleted(channel, last_message_id));
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
    let venue = access::in_venue(model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now)?;
    let history = History::of(model, reader, channel, now);
    let message = |(row, referenced)| Message::read_by(history, model, venue.guild_id(), row, referenced);
    Ok(rows.into_iter().map(message).collect())
}

/// Whether somebody may read a channel that they can see.
pub(super) fn may_read(model: &Model, reader: UserId, channel: ChannelId, now: Timestamp) -> Result<bool, Refusal> {
    access::in_venue(model, reader, channel, Permissions::VIEW_CHANNEL, now)?;
    Ok(History::of(model, reader, channel, now).is_open())
}

pub(super) async fn referenced(conn: &mut Conn, row: &MessageRow) -> Result<Option<MessageRow>, Failure> {
    Ok(match row.reference_id {
        Some(id) => store::find(conn, row.channel_id, id).await?,
        None => None,
    })
}

/// All who may see what is in a channel.
pub(super) fn audience(work: &Work, channel: ChannelId) -> Result<Audience, Refusal> {
    Ok(Venue::of(&work.model(), channel).ok_or(Refusal::unknown_channel())?.audience())
}

pub(super) fn shown(work: &Work, row: MessageRow, referenced: Option<MessageRow>) -> Result<GatewayMessage, Refusal> {
    let model = work.model();
    let guild = Venue::of(&model, row.channel_id).ok_or(Refusal::unknown_channel())?.guild_id();
    Ok(GatewayMessage::new(&model, guild, row, referenced))
}

pub(super) fn joined<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The message that its author has already sent with this nonce, which was to make only one.
pub(super) async fn first(
    work: &mut Work,
    channel: ChannelId,
    author: UserId,
    nonce: Option<&str>,
) -> Result<Option<Message>, Failure> {
    let Some(nonce) = nonce else { return Ok(None) };
    let Some(first) = store::find_by_nonce(work.conn(), channel, author, nonce).await? else { return Ok(None) };
    let referenced = referenced(work.conn(), &first).await?;
    let mut message = {
        let model = work.model();
        let guild = Venue::of(&model, channel).and_then(Venue::guild_id);
        let history = History::of(&model, author, channel, work.now());
        Message::read_by(history, &model, guild, first, referenced).repeated(nonce)
    };
    mark_own(work.conn(), author, std::slice::from_mut(&mut message)).await?;
    Ok(Some(message))
}

/// Tells all who may see the message; its author with the nonce.
pub(super) fn announce(work: &mut Work, audience: Audience, shown: GatewayMessage, nonce: Option<String>) -> Message {
    let (author, told) = (shown.message.author.id, MessageCreate(shown));
    if nonce.is_none() {
        work.announce(audience, &told);
        return told.0.message;
    }
    let mut own = told.0.clone();
    own.message.nonce = nonce;
    let own = MessageCreate(own);
    work.announce_with_own(audience, &told, author, &own);
    own.0.message
}
