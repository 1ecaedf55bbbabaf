//! What can be done with reactions.

use std::collections::HashSet;

use super::{
    events::{ReactedMessage, ReactionAdd, ReactionExtras, ReactionRemove, ReactionRemoveAll, ReactionRemoveEmoji},
    rules::{self, ReactionCounts, known},
    store,
};
use crate::{
    access::{self, History, MessageChannel},
    cache::MessageChange,
    db::{Conn, DbError},
    events::Event,
    http::Error,
    kernel::{ApiError, ChannelId, Emoji, MessageId, Permissions, UserId},
    state::State,
    wire::{member::Member, user::User},
    writer::UnitOfWork,
};

/// A message in its channel, and who does something with its reactions.
#[derive(Debug, Clone, Copy)]
pub struct Reacted {
    pub by: UserId,
    pub channel: ChannelId,
    pub message: MessageId,
}

/// Adds a reaction. One that is there stays, and nothing is published.
///
/// # Errors
/// 404 / 10003 and 10008 for what the user cannot see, 403 / 50013 without the history or, for an emoji that the message does not have
/// yet, without `ADD_REACTIONS`, 403 / 50007 if the user must not write in the DM, 400 / 10014 for what is no emoji, 400 / 30010 for too
/// many different ones.
pub async fn add(state: &State, reacted: Reacted, emoji: String) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(add_in(uow, reacted, emoji))).await
}

async fn add_in(uow: &mut UnitOfWork, reacted: Reacted, emoji: String) -> Result<(), Error> {
    let Reacted { by, channel, message } = reacted;
    let mut counts = counts_of(uow, reacted).await?;
    let emoji = known(&emoji)?;
    {
        let (model, now) = (uow.model(), uow.now());
        let needed = if counts.of(emoji) > 0 { Permissions::READ_MESSAGE_HISTORY } else { Permissions::ADD_REACTIONS };
        access::may_write_in(&model, by, access::authorize_channel(&model, by, channel, needed, now)?)?;
    }
    rules::check_room(&counts, emoji)?;
    if !store::insert(uow.conn(), message, emoji, by).await? {
        return Ok(());
    }
    counts.add(emoji, 1);
    set_counts(uow, reacted, &counts).await?;
    let of = about(uow, reacted);
    let member = {
        let model = uow.model();
        of.guild_id.and_then(|id| model.guild(id)).and_then(|guild| Member::of(&model, guild, by))
    };
    let event = ReactionAdd {
        user_id: by,
        message: of,
        member,
        emoji: emoji.into(),
        burst: false,
        burst_colors: [],
        kind: 0,
        chatspace: ReactionExtras { count: counts.of(emoji) },
    };
    Ok(publish(uow, channel, &event)?)
}

/// Removes a reaction: one's own, or with `MANAGE_MESSAGES` another user's. One that is not there changes nothing.
///
/// # Errors
/// As [`add`]; 403 / 50013 for another user's without `MANAGE_MESSAGES`.
pub async fn remove(state: &State, reacted: Reacted, emoji: String, user: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(remove_in(uow, reacted, emoji, user))).await
}

async fn remove_in(uow: &mut UnitOfWork, reacted: Reacted, emoji: String, user: UserId) -> Result<(), Error> {
    let Reacted { by, channel, message } = reacted;
    let mut counts = counts_of(uow, reacted).await?;
    let emoji = known(&emoji)?;
    if user != by {
        access::authorize_channel(&uow.model(), by, channel, Permissions::MANAGE_MESSAGES, uow.now())?;
    }
    if !store::delete(uow.conn(), message, emoji, user).await? {
        return Ok(());
    }
    counts.add(emoji, -1);
    set_counts(uow, reacted, &counts).await?;
    let event = ReactionRemove {
        user_id: user,
        message: about(uow, reacted),
        emoji: emoji.into(),
        burst: false,
        kind: 0,
        chatspace: ReactionExtras { count: counts.of(emoji) },
    };
    Ok(publish(uow, channel, &event)?)
}

/// Removes all reactions with an emoji, or all there are. Many go in several steps; the event is published with the last.
///
/// # Errors
/// 404 / 10003 and 10008 for what the user cannot see, 403 / 50013 without `MANAGE_MESSAGES`.
pub async fn clear(state: &State, reacted: Reacted, emoji: Option<String>) -> Result<(), Error> {
    loop {
        let emoji = emoji.clone();
        if state.writer.run_write(move |uow| Box::pin(clear_some(uow, reacted, emoji))).await? {
            return Ok(());
        }
    }
}

/// One step. Yields whether it was the last.
async fn clear_some(uow: &mut UnitOfWork, reacted: Reacted, emoji: Option<String>) -> Result<bool, Error> {
    let Reacted { by, channel, message } = reacted;
    access::authorize_channel(&uow.model(), by, channel, Permissions::MANAGE_MESSAGES, uow.now())?;
    let mut counts = counts_of(uow, reacted).await?;
    let emoji = emoji.map(|emoji| known(&emoji)).transpose()?;
    let Some(next) = next_to_clear(&counts, emoji) else { return Ok(true) };
    let deleted = store::delete_some(uow.conn(), message, next).await?;
    // Counts without rows would never come to an end.
    counts.add(next, if deleted == 0 { -i64::from(i32::MAX) } else { -deleted });
    set_counts(uow, reacted, &counts).await?;
    if next_to_clear(&counts, emoji).is_some() {
        return Ok(false);
    }
    let of = about(uow, reacted);
    match emoji {
        Some(emoji) => publish(uow, channel, &ReactionRemoveEmoji { message: of, emoji: emoji.into() })?,
        None => publish(uow, channel, &ReactionRemoveAll(of))?,
    }
    Ok(true)
}

fn next_to_clear(counts: &ReactionCounts, emoji: Option<Emoji>) -> Option<Emoji> {
    match emoji {
        Some(emoji) => Some(emoji).filter(|emoji| counts.of(*emoji) > 0),
        None => counts.emoji().next(),
    }
}

/// Users who reacted with an emoji, by id.
///
/// # Errors
/// As [`add`].
pub async fn users(state: &State, reacted: Reacted, emoji: &str, page: (UserId, i64)) -> Result<Vec<User>, Error> {
    let Reacted { by, channel, message } = reacted;
    {
        let (model, now) = (state.cache.read(), state.clock.now());
        access::authorize_channel(&model, by, channel, Permissions::VIEW_CHANNEL, now)?;
        if !History::of(&model, by, channel, now).is_open() {
            return Err(ApiError::unknown_message().into());
        }
    }
    let mut conn = state.db.read_first().await?;
    store::counts(&mut conn, channel, message).await?.ok_or(ApiError::unknown_message())?;
    let users = store::users(&mut conn, message, known(emoji)?, page).await?;
    let model = state.cache.read();
    Ok(users.into_iter().filter_map(|user| model.user(user)).map(User::from).collect())
}

/// The emoji with which a reader reacted to some messages.
///
/// # Errors
/// When the database fails.
pub async fn own(conn: &mut Conn, reader: UserId, messages: &[MessageId]) -> Result<HashSet<(MessageId, Emoji)>, DbError> {
    let own = store::own(conn, reader, messages).await?;
    Ok(own.into_iter().filter_map(|(message, emoji)| Some((message, Emoji::parse(&emoji)?))).collect())
}

/// Deletes some reactions to a message that is gone. Yields whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn delete_some_of(uow: &mut UnitOfWork, message: MessageId) -> Result<bool, DbError> {
    store::delete_some_of(uow.conn(), message).await
}

/// The counts of a message whose history the user may read.
async fn counts_of(uow: &mut UnitOfWork, Reacted { by, channel, message }: Reacted) -> Result<ReactionCounts, Error> {
    access::authorize_channel(&uow.model(), by, channel, Permissions::READ_MESSAGE_HISTORY, uow.now())?;
    Ok(store::counts(uow.conn(), channel, message).await?.ok_or(ApiError::unknown_message())?)
}

/// Stores new counts of a message, which changes how it is shown.
async fn set_counts(uow: &mut UnitOfWork, reacted: Reacted, counts: &ReactionCounts) -> Result<(), DbError> {
    store::set_counts(uow.conn(), reacted.channel, reacted.message, counts).await?;
    uow.apply(MessageChange::Edited(reacted.channel));
    Ok(())
}

fn about(uow: &UnitOfWork, Reacted { channel, message, .. }: Reacted) -> ReactedMessage {
    let guild_id = MessageChannel::of(&uow.model(), channel).and_then(MessageChannel::guild_id);
    ReactedMessage { channel_id: channel, message_id: message, guild_id }
}

fn publish<E: Event>(uow: &mut UnitOfWork, channel: ChannelId, event: &E) -> Result<(), ApiError> {
    let audience = MessageChannel::of(&uow.model(), channel).ok_or(ApiError::unknown_channel())?.audience();
    uow.publish(audience, event);
    Ok(())
}
