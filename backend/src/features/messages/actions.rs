//! What can be done with messages. REST and the gateway both come here.

pub(super) use super::showing::{audience, joined, left, may_read, named, referenced, shown};
pub use super::{
    erasing::{ToErase, delete_rows, erase, next_to_erase, some_of_channel},
    reactions::{mark_own, reaction_counts, set_reaction_counts},
    sending::{create, forget_pauses},
    system::{Note, note},
};
use crate::{
    access::{self, History},
    cache::MessageChange,
    db::{Conn, Failure},
    features::messages::{
        events::{MessageDelete, MessageUpdate},
        pings::{self, Draft},
        requests::{EditMessage, Part, Wanted},
        rules::{self, Mentions},
        store::{self, MessageRow},
        view::{self, KeptMessage, Message},
    },
    http::Error,
    kernel::{ChannelId, MessageId, Permissions, Refusal, UserId},
    state::State,
    work::Work,
};

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
    let history = History::of(&work.model(), editor, channel, now);
    if before.author_id != editor {
        // Who may not read it learns of no id whether there is such a message.
        return Err(if history.is_open() { Refusal::not_the_author() } else { Refusal::unknown_message() }.into());
    }
    rules::refuse_system(before.kind)?;
    body.refuse_unbuilt()?;
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
    let (mentions, targets) = pings::read_in(work, editor, channel, Draft { content: &content, allowed, replied })?;
    pings::shrink(work, &before, &targets).await?;
    let after = edited(before, content, &mentions, body.flags, now);
    store::update(work.conn(), &after).await?;
    work.apply(MessageChange::Edited(channel));
    let shown = shown(work, after, referenced)?;
    let mut message = shown.message.clone().cut_for(history);
    work.announce(audience(work, channel)?, &MessageUpdate(shown));
    mark_own(work.conn(), editor, std::slice::from_mut(&mut message)).await?;
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
        let model = work.model();
        let allowed = access::in_venue(&model, by, channel, Permissions::MANAGE_MESSAGES, now);
        allowed.map_err(|refusal| match History::of(&model, by, channel, now).is_open() {
            true => refusal,
            false => Refusal::unknown_message(),
        })?;
    }
    rules::refuse_lasting(message.kind)?;
    let called = pings::called_by(work, &message).await?;
    store::delete(work.conn(), channel, id).await?;
    let chatspace = left(work, channel).await?;
    work.announce(audience(work, channel)?, &MessageDelete { id, channel_id: channel, guild_id, chatspace });
    Ok(pings::tell_deleted(work, channel, &called, id).await?)
}

/// The next channel, by id, that an author has written in, whether they still see it or not, and their first message there. It takes
/// a while where much is written.
///
/// # Errors
/// When the database fails.
pub async fn next_place_of(conn: &mut Conn, author: UserId, after: ChannelId) -> Result<Option<(ChannelId, MessageId)>, Failure> {
    store::next_place_of(conn, author, after).await
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

/// A page of history, newest first.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see. Without the right to read history the page is empty.
pub async fn list(state: &State, Wanted { reader, channel, part, limit }: Wanted) -> Result<Vec<Message>, Error> {
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
        return Err(Refusal::unknown_message().into());
    }
    read(state, &mut state.db.read_first().await?, reader, channel, id).await
}

/// One message, over a connection that is there already.
///
/// # Errors
/// As [`find`].
pub async fn read(state: &State, conn: &mut Conn, reader: UserId, channel: ChannelId, id: MessageId) -> Result<Message, Error> {
    let row = store::find(conn, channel, id).await?.ok_or(Refusal::unknown_message())?;
    let referenced = referenced(conn, &row).await?;
    let mut message = {
        let (model, now) = (state.cache.read(), state.clock.now());
        let venue = access::in_venue(&model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now)?;
        Message::read_by(History::of(&model, reader, channel, now), &model, venue.guild_id(), row, referenced)
    };
    mark_own(conn, reader, std::slice::from_mut(&mut message)).await?;
    Ok(message)
}

fn reversed(mut rows: Vec<store::Replied>) -> Vec<store::Replied> {
    rows.reverse();
    rows
}
