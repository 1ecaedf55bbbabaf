//! What can be done with messages. REST and the gateway both come here.

use std::time::Duration;

use crate::{
    access::{self, Venue},
    cache::Change,
    db::{Conn, Failure},
    events::Audience,
    features::{
        conversations,
        mentions::actions::Targets,
        messages::{
            events::{DeletedExtras, MessageCreate, MessageDelete, MessageDeleteBulk, MessageUpdate},
            http::{CreateMessage, EditMessage, ReplyTo},
            pings::{self, Draft},
            rules::{self, Mentions},
            store::{self, MessageRow},
            view::{self, GatewayMessage, KeptMessage, Message},
        },
        push,
    },
    http::Error,
    kernel::{ChannelId, FieldError, Form, MessageId, Permissions, Refusal, UserId, snowflake},
    state::State,
    work::Work,
};

pub use super::system::{Note, note};

/// Sends a message. A repeated nonce yields the first message and tells nobody.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50013 without the right to send, 403 / 50007 for who is not to write to the
/// other one of two, 400 for a bad text, 429 in slow mode.
pub async fn create(state: &State, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    state.writer.run(move |work| Box::pin(create_in(work, author, channel, body))).await
}

async fn create_in(work: &mut Work, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    let content = rules::content(body.content.as_deref())?;
    let nonce = rules::nonce(body.nonce.map(|nonce| nonce.0))?;
    let slow_s = admitted(work, author, channel)?;
    if let Some(nonce) = nonce.as_deref()
        && let Some(first) = store::find_by_nonce(work.conn(), channel, author, nonce).await?
    {
        let referenced = referenced(work.conn(), &first).await?;
        return Ok(shown(work, first, referenced)?.message.with_nonce(Some(nonce.to_owned())));
    }
    hold_slow_mode(work, author, channel, slow_s).await?;
    let replied = match &body.message_reference {
        Some(reference) => replied(work, channel, reference).await?,
        None => None,
    };
    let (allowed, of_reply) = (body.allowed_mentions.as_ref(), replied.as_ref().map(|message| message.author_id));
    let (mentions, targets) = pings::read(work, Draft { author, channel, content: &content, allowed, replied: of_reply })?;
    let row = MessageRow {
        id: MessageId::new(work.next_id()),
        channel_id: channel,
        author_id: author,
        kind: if replied.is_some() { view::REPLY } else { view::DEFAULT },
        content,
        edited_at: None,
        flags: rules::flags(body.flags),
        reference_id: replied.as_ref().map(|message| message.id),
        mentioned_users: joined(&mentions.users),
        mentioned_roles: joined(&mentions.roles),
        mentions_everyone: mentions.calls_all(),
    };
    conversations::actions::wake(work, channel, author).await?;
    store::insert(work.conn(), &row, nonce.as_deref()).await?;
    pings::note(work, &row, &targets).await?;
    push::actions::announce(work, &arrival(&row, &targets)).await?;
    let id = row.id;
    let shown = shown(work, row, replied)?;
    let own = GatewayMessage { message: shown.message.clone().with_nonce(nonce), ..shown.clone() };
    let message = own.message.clone();
    work.apply(Change::MessageSent(channel, id));
    let audience = audience(work, channel)?;
    work.announce_with_own(audience, &MessageCreate(shown), author, &MessageCreate(own));
    Ok(message)
}

/// What those who are not there are told by.
fn arrival<'a>(row: &MessageRow, targets: &'a Targets) -> push::actions::Arrival<'a> {
    push::actions::Arrival {
        message: row.id,
        channel: row.channel_id,
        author: row.author_id,
        targets,
        is_silent: rules::is_silent(row.flags),
    }
}

/// For how many seconds slow mode holds the author, if they may send at all.
fn admitted(work: &Work, author: UserId, channel: ChannelId) -> Result<i64, Refusal> {
    let now = work.now();
    let model = work.model();
    let venue = access::in_venue(&model, author, channel, Permissions::SEND_MESSAGES, now)?;
    if !venue.has_messages() {
        return Err(Refusal::wrong_channel_type());
    }
    access::may_write_in(&model, author, venue)?;
    let free = Permissions::BYPASS_SLOWMODE.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS);
    let is_free = || free.iter().any(|right| access::can(&model, author, right, access::Place::Channel(channel), now));
    Ok(if venue.slow_mode_s() > 0 && is_free() { 0 } else { venue.slow_mode_s() })
}

/// Slow mode: who sent a moment ago waits.
async fn hold_slow_mode(work: &mut Work, author: UserId, channel: ChannelId, slow_s: i64) -> Result<(), Error> {
    let Ok(pause) = u64::try_from(slow_s).map(Duration::from_secs) else { return Ok(()) };
    if pause.is_zero() {
        return Ok(());
    }
    if let Some(last) = store::last_of_author(work.conn(), channel, author).await? {
        let passed = work.now().since(snowflake::time_of(last.get()));
        if passed < pause {
            return Err(Refusal::rate_limited((pause - passed).as_secs_f64(), false).into());
        }
    }
    Ok(())
}

/// The message replied to; it must be in the same channel.
async fn replied(work: &mut Work, channel: ChannelId, reply: &ReplyTo) -> Result<Option<MessageRow>, Error> {
    let unknown = || Form::refuse("message_reference", &FieldError::new("REPLIES_UNKNOWN_MESSAGE", "Unknown message."));
    if reply.channel_id.is_some_and(|said| said != channel) {
        return Err(unknown().into());
    }
    let found = store::find(work.conn(), channel, reply.message_id).await?;
    if found.is_none() && reply.fail_if_not_exists != Some(false) {
        return Err(unknown().into());
    }
    Ok(found)
}

/// Changes one's own message. Mentions are read anew, but nobody who was not mentioned is notified by it.
///
/// # Errors
/// 404 for what one cannot see, 403 / 50005 for another's message, 400 for a bad text.
pub async fn edit(state: &State, editor: UserId, channel: ChannelId, id: MessageId, body: EditMessage) -> Result<Message, Error> {
    state.writer.run(move |work| Box::pin(edit_in(work, editor, channel, id, body))).await
}

async fn edit_in(
    work: &mut Work,
    editor: UserId,
    channel: ChannelId,
    id: MessageId,
    body: EditMessage,
) -> Result<Message, Error> {
    let now = work.now();
    access::in_venue(&work.model(), editor, channel, Permissions::VIEW_CHANNEL, now)?;
    let before = store::find(work.conn(), channel, id).await?.ok_or(Refusal::unknown_message())?;
    if before.author_id != editor {
        return Err(Refusal::not_the_author().into());
    }
    rules::refuse_system(before.kind)?;
    let content = match body.content.into_value() {
        Some(content) => rules::content(Some(&content))?,
        None => before.content.clone(),
    };
    {
        let model = work.model();
        access::may_write_in(&model, editor, access::in_venue(&model, editor, channel, Permissions::VIEW_CHANNEL, now)?)?;
    }
    let referenced = referenced(work.conn(), &before).await?;
    // Who was not mentioned by the reply itself is not by its change.
    let replied = referenced.as_ref().map(|message| message.author_id).filter(|user| view::mentions(&before, *user));
    let allowed = body.allowed_mentions.as_ref();
    let (mentions, targets) = pings::read(work, Draft { author: editor, channel, content: &content, allowed, replied })?;
    pings::shrink(work, &before, &targets).await?;
    let after = edited(before, content, &mentions, body.flags, now);
    store::update(work.conn(), &after).await?;
    let shown = shown(work, after, referenced)?;
    let message = shown.message.clone();
    work.announce(audience(work, channel)?, &MessageUpdate(shown));
    Ok(message)
}

fn edited(
    before: MessageRow,
    content: String,
    mentions: &Mentions,
    flags: Option<i64>,
    now: crate::kernel::Timestamp,
) -> MessageRow {
    MessageRow {
        edited_at: if content == before.content { before.edited_at } else { Some(now) },
        flags: flags.map_or(before.flags, |flags| rules::flags(Some(flags))),
        mentioned_users: joined(&mentions.users),
        mentioned_roles: joined(&mentions.roles),
        mentions_everyone: mentions.calls_all() && before.mentions_everyone,
        content,
        ..before
    }
}

/// Deletes one's own message, or another's with the right to manage messages.
///
/// # Errors
/// 404 for what one cannot see, 403 / 50013 without the right.
pub async fn delete(state: &State, by: UserId, channel: ChannelId, id: MessageId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(delete_in(work, by, channel, id))).await
}

async fn delete_in(work: &mut Work, by: UserId, channel: ChannelId, id: MessageId) -> Result<(), Error> {
    let now = work.now();
    let guild_id = access::in_venue(&work.model(), by, channel, Permissions::VIEW_CHANNEL, now)?.guild_id();
    let message = store::find(work.conn(), channel, id).await?.ok_or(Refusal::unknown_message())?;
    if message.author_id != by {
        access::in_venue(&work.model(), by, channel, Permissions::MANAGE_MESSAGES, now)?;
    }
    rules::refuse_system(message.kind)?;
    let called = pings::called_by(work, &message).await?;
    store::delete(work.conn(), channel, id).await?;
    let chatspace = left(work, channel).await?;
    work.announce(audience(work, channel)?, &MessageDelete { id, channel_id: channel, guild_id, chatspace });
    Ok(pings::tell_deleted(work, channel, &called, id).await?)
}

/// What is left of a channel after a deletion, also for the model.
async fn left(work: &mut Work, channel: ChannelId) -> Result<DeletedExtras, Failure> {
    // Not from the model, which does not know yet what turns of the same group have sent.
    let last_message_id = store::last_of(work.conn(), channel).await?;
    work.apply(Change::MessagesDeleted(channel, last_message_id));
    Ok(DeletedExtras { last_message_id })
}

/// Deletes up to `most` messages of an author, all in one channel, and tells who may see it. Yields how many there were.
///
/// # Errors
/// When the database fails.
pub async fn erase_some(work: &mut Work, author: UserId, most: i64) -> Result<usize, Failure> {
    let Some(channel_id) = store::next_channel_of(work.conn(), author, ChannelId::new(0)).await? else { return Ok(0) };
    let called = pings::called_by_author(work, author, channel_id, most).await?;
    let ids = store::delete_of(work.conn(), author, channel_id, most).await?;
    let (erased, last) = (ids.len(), ids.last().copied().unwrap_or(MessageId::NONE));
    let chatspace = left(work, channel_id).await?;
    let venue = Venue::of(&work.model(), channel_id).map(|venue| (venue.audience(), venue.guild_id()));
    if let Some((audience, guild_id)) = venue {
        work.announce(audience, &MessageDeleteBulk { ids, channel_id, guild_id, chatspace });
    }
    pings::tell_deleted(work, channel_id, &called, last).await?;
    Ok(erased)
}

/// The next channel, by id, that an author has written in, whether they still see it or not.
///
/// # Errors
/// When the database fails.
pub async fn next_channel_of(conn: &mut Conn, author: UserId, after: ChannelId) -> Result<Option<ChannelId>, Failure> {
    store::next_channel_of(conn, author, after).await
}

/// A page of what an author wrote in a channel, oldest first, for their own eyes.
///
/// # Errors
/// When the database fails.
pub async fn kept_page(
    conn: &mut Conn,
    author: UserId,
    channel: ChannelId,
    after: MessageId,
    limit: i64,
) -> Result<Vec<KeptMessage>, Failure> {
    let rows = store::page_of(conn, author, channel, after, limit).await?;
    Ok(rows.into_iter().map(KeptMessage::from).collect())
}

/// Which part of a channel's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}

/// A page of history, newest first.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see. Without the right to read history the page is empty.
pub async fn list(state: &State, reader: UserId, channel: ChannelId, part: Part, limit: i64) -> Result<Vec<Message>, Error> {
    if !may_read(state, reader, channel)? {
        return Ok(Vec::new());
    }
    let mut conn = state.db.read().await?;
    let newest = MessageId::new(i64::MAX);
    let rows = match part {
        Part::Newest => store::page_before(&mut conn, channel, newest, limit).await?,
        Part::Before(id) => store::page_before(&mut conn, channel, id, limit).await?,
        Part::After(id) => reversed(store::page_after(&mut conn, channel, id, limit).await?),
        Part::Around(id) => store::page_around(&mut conn, channel, id, limit).await?,
    };
    let model = state.cache.read();
    let venue = access::in_venue(&model, reader, channel, Permissions::READ_MESSAGE_HISTORY, state.clock.now())?;
    Ok(rows
        .into_iter()
        .map(store::PageRow::split)
        .map(|(row, referenced)| Message::new(&model, venue.guild_id(), row, referenced))
        .collect())
}

/// One message.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 404 / 10008 for a message that is not in it.
pub async fn find(state: &State, reader: UserId, channel: ChannelId, id: MessageId) -> Result<Message, Error> {
    if !may_read(state, reader, channel)? {
        return Err(Refusal::unknown_message().into());
    }
    read(state, &mut state.db.read().await?, reader, channel, id).await
}

/// One message, over a connection that is there already.
///
/// # Errors
/// As [`find`].
pub async fn read(state: &State, conn: &mut Conn, reader: UserId, channel: ChannelId, id: MessageId) -> Result<Message, Error> {
    let row = store::find(conn, channel, id).await?.ok_or(Refusal::unknown_message())?;
    let referenced = referenced(conn, &row).await?;
    let model = state.cache.read();
    let venue = access::in_venue(&model, reader, channel, Permissions::READ_MESSAGE_HISTORY, state.clock.now())?;
    Ok(Message::new(&model, venue.guild_id(), row, referenced))
}

fn may_read(state: &State, reader: UserId, channel: ChannelId) -> Result<bool, Refusal> {
    let model = state.cache.read();
    let now = state.clock.now();
    access::in_venue(&model, reader, channel, Permissions::VIEW_CHANNEL, now)?;
    Ok(access::can(&model, reader, Permissions::READ_MESSAGE_HISTORY, access::Place::Channel(channel), now))
}

fn reversed(mut rows: Vec<store::PageRow>) -> Vec<store::PageRow> {
    rows.reverse();
    rows
}

async fn referenced(conn: &mut Conn, row: &MessageRow) -> Result<Option<MessageRow>, Error> {
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
    let message = Message::new(&model, guild, row, referenced);
    Ok(GatewayMessage::new(&model, guild, message))
}

pub(super) fn joined<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
