//! What can be done with messages. REST and the gateway both come here.

pub(super) use super::showing::{audience, joined, left, mark_own, may_read, named, referenced, shown};
pub use super::{
    erasing::{ToErase, delete_many, delete_rows, erase, next_to_erase, some_of_channel},
    pinning::{PinsChanged, authorize_pin, list_pinned, set_pinned},
    sending::{create, forget_pauses},
    system::{Note, note},
};
use crate::{
    access::{self, History},
    cache::MessageChange,
    db::{Conn, DbError},
    features::messages::{
        events::{MessageDelete, MessageUpdate},
        message::{self, Message, MessageRow},
        pings::{self, Draft},
        requests::{EditMessage, HistoryRequest, Part},
        rules::{self, Mentions},
        store,
        view::ExportedMessage,
    },
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, Permissions, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Changes one's own message. Mentions are read anew, but nobody who was not mentioned is notified by it.
///
/// # Errors
/// 404 for what one cannot see, 403 / 50005 for another's message, 400 for a bad text.
pub async fn edit(state: &State, editor: UserId, channel: ChannelId, id: MessageId, body: EditMessage) -> Result<Message, Error> {
    state.writer.run_write(move |uow| Box::pin(edit_in(uow, editor, channel, id, body))).await
}

async fn edit_in(
    uow: &mut UnitOfWork,
    editor: UserId,
    channel: ChannelId,
    id: MessageId,
    body: EditMessage,
) -> Result<Message, Error> {
    let now = uow.now();
    access::authorize_channel(&uow.model(), editor, channel, Permissions::VIEW_CHANNEL, now)?;
    let before = store::find(uow.conn(), channel, id).await?.ok_or(ApiError::unknown_message())?;
    let history = History::of(&uow.model(), editor, channel, now);
    if before.author_id != editor {
        // Who may not read it learns of no id whether there is such a message.
        return Err(if history.is_open() { rules::not_the_author() } else { ApiError::unknown_message() }.into());
    }
    rules::refuse_system(before.kind)?;
    body.refuse_unbuilt()?;
    let content = match body.content.into_value() {
        Some(content) => rules::content(Some(&content))?,
        None => before.content.clone(),
    };
    {
        let model = uow.model();
        access::may_write_in(
            &model,
            editor,
            access::authorize_channel(&model, editor, channel, Permissions::VIEW_CHANNEL, now)?,
        )?;
    }
    let referenced = referenced(uow.conn(), &before).await?;
    // Who was not mentioned by the reply itself is not by its change.
    let replied = referenced.as_ref().map(|message| message.author_id).filter(|user| message::mentions(&before, *user));
    let allowed = body.allowed_mentions.as_ref();
    let (mentions, targets) = pings::read_in(uow, editor, channel, Draft { content: &content, allowed, replied })?;
    pings::shrink(uow, &before, &targets).await?;
    let after = edited(before, content, &mentions, body.flags, now);
    store::update(uow.conn(), &after).await?;
    uow.apply(MessageChange::Edited(channel));
    let shown = shown(uow, after, referenced)?;
    let mut message = shown.message.clone().cut_for(history);
    uow.publish(audience(uow, channel)?, &MessageUpdate(shown));
    mark_own(uow.conn(), editor, std::slice::from_mut(&mut message)).await?;
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
    state.writer.run_write(move |uow| Box::pin(delete_in(uow, by, channel, id))).await
}

async fn delete_in(uow: &mut UnitOfWork, by: UserId, channel: ChannelId, id: MessageId) -> Result<(), Error> {
    let now = uow.now();
    let guild_id = access::authorize_channel(&uow.model(), by, channel, Permissions::VIEW_CHANNEL, now)?.guild_id();
    let message = store::find(uow.conn(), channel, id).await?.ok_or(ApiError::unknown_message())?;
    if message.author_id != by {
        let model = uow.model();
        let allowed = access::authorize_channel(&model, by, channel, Permissions::MANAGE_MESSAGES, now);
        allowed.map_err(|error| match History::of(&model, by, channel, now).is_open() {
            true => error,
            false => ApiError::unknown_message(),
        })?;
    }
    rules::refuse_lasting(message.kind)?;
    let called = pings::called_by(uow, &message).await?;
    store::delete(uow.conn(), channel, id).await?;
    let chatspace = left(uow, channel).await?;
    uow.publish(audience(uow, channel)?, &MessageDelete { id, channel_id: channel, guild_id, chatspace });
    Ok(pings::publish_deleted(uow, channel, &called, id).await?)
}

/// The next channel, by id, that an author has written in, whether they still see it or not, and their first message there. It takes
/// a while where much is written.
///
/// # Errors
/// When the database fails.
pub async fn next_place_of(conn: &mut Conn, author: UserId, after: ChannelId) -> Result<Option<(ChannelId, MessageId)>, DbError> {
    store::next_place_of(conn, author, after).await
}

/// A page of what an author wrote in a channel, oldest first, for their own eyes.
///
/// # Errors
/// When the database fails.
pub async fn exported_page(
    conn: &mut Conn,
    author: UserId,
    channel: ChannelId,
    after: MessageId,
    limit: i64,
) -> Result<Vec<ExportedMessage>, DbError> {
    let rows = store::page_of(conn, author, channel, after, limit).await?;
    Ok(rows.into_iter().map(ExportedMessage::from).collect())
}

/// A page of history, newest first.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see. Without the right to read history the page is empty.
pub async fn list(state: &State, HistoryRequest { reader, channel, part, limit }: HistoryRequest) -> Result<Vec<Message>, Error> {
    if !may_read(&state.cache.read(), reader, channel, state.clock.now())? {
        return Ok(Vec::new());
    }
    let mut conn = state.db.read_first().await?;
    let rows = match part {
        Part::Newest => store::page_before(&mut conn, channel, MessageId::new(i64::MAX), limit).await?,
        Part::Before(id) => store::page_before(&mut conn, channel, id, limit).await?,
        Part::After(id) => reversed(store::page_after(&mut conn, channel, id, limit).await?),
        Part::Around(id) => store::page_around(&mut conn, channel, id, limit).await?,
    };
    let mut messages = named(&state.cache.read(), reader, channel, rows, state.clock.now())?;
    mark_own(&mut conn, reader, &mut messages).await?;
    Ok(messages)
}

/// Returns a message.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 404 / 10008 for a message that is not in it.
pub async fn find(state: &State, reader: UserId, channel: ChannelId, id: MessageId) -> Result<Message, Error> {
    if !may_read(&state.cache.read(), reader, channel, state.clock.now())? {
        return Err(ApiError::unknown_message().into());
    }
    read(state, &mut state.db.read_first().await?, reader, channel, id).await
}

/// One message, over a connection that is there already.
///
/// # Errors
/// As [`find`].
pub async fn read(state: &State, conn: &mut Conn, reader: UserId, channel: ChannelId, id: MessageId) -> Result<Message, Error> {
    let row = store::find(conn, channel, id).await?.ok_or(ApiError::unknown_message())?;
    let referenced = referenced(conn, &row).await?;
    let mut message = {
        let (model, now) = (state.cache.read(), state.clock.now());
        let message_channel = access::authorize_channel(&model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now)?;
        Message::read_by(History::of(&model, reader, channel, now), &model, message_channel.guild_id(), row, referenced)
    };
    mark_own(conn, reader, std::slice::from_mut(&mut message)).await?;
    Ok(message)
}

fn reversed(mut rows: Vec<store::Replied>) -> Vec<store::Replied> {
    rows.reverse();
    rows
}
