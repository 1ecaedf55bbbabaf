//! Actions on read states.

use std::{collections::HashSet, sync::Arc};

use super::{
    acks::{Acknowledgement, Extent, extent},
    events::MessageAck,
    rules,
    store::{self, ReaderRow},
    view::{self, ReadState, StoredStates},
};
use crate::{
    access::{self, MessageChannel},
    db::{Conn, DbError},
    events::Audience,
    features::read_states::requests::Ack,
    http::Error,
    kernel::{ChannelId, GuildId, MessageId, UserId},
    state::State,
    writer::{Recount, UnitOfWork},
};

/// Marks a channel as read up to a system message about its reader's own action. Their sessions learn it from the message itself.
/// Ordinary messages of a user need no such call: a database trigger does the same.
///
/// # Errors
/// When the database fails.
pub async fn read_own(uow: &mut UnitOfWork, author: UserId, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
    store::advance(uow.conn(), author, channel, message).await.map(drop)
}

/// Marks a channel as read up to a message, or as unread from it on, and publishes that to all sessions of the reader.
///
/// # Errors
/// 404 / 10003 if the user cannot view the channel.
pub async fn acknowledge(state: &State, reader: UserId, channel: ChannelId, message: MessageId, ack: Ack) -> Result<(), Error> {
    if ack.manual.unwrap_or(false) {
        return state.writer.run_write(move |uow| Box::pin(unread_from(uow, reader, channel, message))).await;
    }
    state.writer.store(Acknowledgement { reader, channel, message }).await
}

async fn unread_from(uow: &mut UnitOfWork, reader: UserId, channel: ChannelId, message: MessageId) -> Result<(), Error> {
    let Extent { floor, .. } = extent(uow, reader, channel)?;
    let to = store::message_before(uow.conn(), channel, message).await?.unwrap_or(MessageId::NONE).max(floor);
    if store::find(uow.conn(), reader, channel).await?.unwrap_or(MessageId::NONE).max(floor) != to {
        store::put(uow.conn(), reader, channel, to).await?;
        let mention_count = rules::shown(store::count(uow.conn(), reader, channel, to).await?);
        let state = ReadState { channel_id: channel, last_read_id: to, mention_count };
        uow.publish(Audience::Reader(reader, vec![channel]), &MessageAck { read_states: vec![state] });
    }
    Ok(())
}

/// Marks all visible channels of a guild as read.
///
/// # Errors
/// 404 / 10004 for non-members.
pub async fn acknowledge_guild(state: &State, reader: UserId, guild: GuildId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(read_guild(uow, reader, guild))).await
}

async fn read_guild(uow: &mut UnitOfWork, reader: UserId, guild: GuildId) -> Result<(), Error> {
    let channels: Vec<ReaderRow> = {
        let model = uow.model();
        let last = access::guild(&model, reader, guild)?.channels.values();
        last.filter_map(|channel| Some((channel.id, channel.last_message?)))
            .filter(|(id, last)| view::floor(&model, reader, *id, uow.now()).is_some_and(|floor| *last > floor))
            .map(|(channel_id, last_read_id)| ReaderRow { user_id: reader, channel_id, last_read_id })
            .collect()
    };
    let mut read_states = Vec::new();
    for some in channels.chunks(store::AT_ONCE) {
        let changed = store::advance_all(uow.conn(), some).await?;
        read_states.extend(counted(uow, &changed).await?);
    }
    if !read_states.is_empty() {
        let channels = read_states.iter().map(|state| state.channel_id).collect();
        uow.publish(Audience::Reader(reader, channels), &MessageAck { read_states });
    }
    Ok(())
}

/// The read states of some readers, up to [`store::AT_ONCE`].
async fn counted(uow: &mut UnitOfWork, readers: &[ReaderRow]) -> Result<Vec<ReadState>, DbError> {
    if readers.is_empty() {
        return Ok(Vec::new());
    }
    let counts = store::count_all(uow.conn(), readers).await?;
    let count = |row: &ReaderRow| {
        counts
            .iter()
            .find(|count| (count.user_id, count.channel_id) == (row.user_id, row.channel_id))
            .map_or(0, |count| count.mention_count)
    };
    let state = |row: &ReaderRow| ReadState {
        channel_id: row.channel_id,
        last_read_id: row.last_read_id,
        mention_count: rules::shown(count(row)),
    };
    Ok(readers.iter().map(state).collect())
}

/// Publishes new unread counts after a message of a channel has changed, which clients cannot compute; to users who may view the
/// channel, have a session and have not read the message. If there are many, this happens later.
///
/// # Errors
/// When the database fails.
pub async fn publish_recount(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    people: &[UserId],
    message: MessageId,
) -> Result<(), DbError> {
    let viewers: Vec<UserId> = {
        let model = uow.model();
        let is_there = |user: &UserId| uow.presences().has_session(*user);
        let views = |user: &UserId| view::floor(&model, *user, channel, uow.now()).is_some();
        people.iter().copied().filter(is_there).filter(views).collect()
    };
    publish_behind(uow, channel, viewers, message).await
}

/// Publishes unread counts to users who have just gained access to a channel.
///
/// # Errors
/// When the database fails.
pub async fn publish_visibility(uow: &mut UnitOfWork, channel: ChannelId, people: &[UserId]) -> Result<(), DbError> {
    let present = people.iter().copied().filter(|user| uow.presences().has_session(*user)).collect();
    publish_behind(uow, channel, present, MessageId::new(i64::MAX)).await
}

/// Publishes unread counts to users who have not read up to the message.
async fn publish_behind(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    people: Vec<UserId>,
    message: MessageId,
) -> Result<(), DbError> {
    if people.len() > store::AT_ONCE {
        uow.recount(Recount::Channel { channel, people, message });
        return Ok(());
    }
    publish_some(uow, channel, &people, message).await
}

async fn publish_some(uow: &mut UnitOfWork, channel: ChannelId, people: &[UserId], message: MessageId) -> Result<(), DbError> {
    let mut behind = Vec::with_capacity(people.len());
    for &user_id in people {
        let floor = MessageChannel::of(&uow.model(), channel).and_then(|message_channel| view::since(message_channel, user_id));
        let Some(floor) = floor else { continue };
        let last_read_id = store::find(uow.conn(), user_id, channel).await?.unwrap_or(MessageId::NONE).max(floor);
        if message > last_read_id {
            behind.push(ReaderRow { user_id, channel_id: channel, last_read_id });
        }
    }
    let states = counted(uow, &behind).await?;
    for (row, state) in behind.into_iter().zip(states) {
        uow.publish(Audience::Reader(row.user_id, vec![channel]), &MessageAck { read_states: vec![state] });
    }
    Ok(())
}

/// Counts for some of the readers that write jobs have deferred. Returns false when none are left.
///
/// # Errors
/// When the database fails.
pub async fn recount_some(state: &State) -> Result<bool, DbError> {
    match state.publisher.recounts().take(store::AT_ONCE) {
        None => return Ok(false),
        Some(Recount::Channel { channel, people, message }) => {
            state
                .writer
                .run_write(move |uow| Box::pin(async move { publish_some(uow, channel, &people, message).await }))
                .await?;
        }
        Some(Recount::Author { reader, author }) => count_author(state, reader, author).await?,
    }
    Ok(true)
}

/// Publishes the unread counts of a reader after they have blocked or unblocked an author. Continues if its caller is cancelled.
///
/// # Errors
/// When the database fails.
pub async fn recount_author(state: Arc<State>, reader: UserId, author: UserId) -> Result<(), DbError> {
    let counted = tokio::spawn(async move { count_author(&state, reader, author).await });
    counted.await.unwrap_or(Err(DbError::Panicked))
}

async fn count_author(state: &State, reader: UserId, author: UserId) -> Result<(), DbError> {
    let channels = store::channels_called_in_by(&mut state.db.read().await?, reader, author).await?;
    for some in channels.chunks(store::AT_ONCE).map(<[ChannelId]>::to_vec) {
        state.writer.run_write(move |uow| Box::pin(async move { publish_read_states(uow, reader, &some).await })).await?;
    }
    Ok(())
}

/// Publishes a user's unread counts of some channels, if they can view them.
async fn publish_read_states(uow: &mut UnitOfWork, user_id: UserId, channels: &[ChannelId]) -> Result<(), DbError> {
    let mut rows = Vec::with_capacity(channels.len());
    for &channel_id in channels {
        let floor = view::floor(&uow.model(), user_id, channel_id, uow.now());
        let Some(floor) = floor else { continue };
        let last_read_id = store::find(uow.conn(), user_id, channel_id).await?.unwrap_or(MessageId::NONE).max(floor);
        rows.push(ReaderRow { user_id, channel_id, last_read_id });
    }
    let read_states = counted(uow, &rows).await?;
    if !read_states.is_empty() {
        let channels = read_states.iter().map(|state| state.channel_id).collect();
        uow.publish(Audience::Reader(user_id, channels), &MessageAck { read_states });
    }
    Ok(())
}

/// All stored read states of a user, with unread counts up to an id.
///
/// # Errors
/// When the database fails.
pub async fn stored(conn: &mut Conn, reader: UserId, before: MessageId) -> Result<StoredStates, DbError> {
    let mut counts = store::counts(conn, reader, before).await?;
    for row in &mut counts {
        row.mention_count = rules::shown(row.mention_count);
    }
    Ok(StoredStates { read: store::all_of(conn, reader).await?, counts })
}

/// The read states of all channels that a user can view. The cost is proportional to their number, so this is for changes that
/// concern one user.
///
/// # Errors
/// When the database fails.
pub async fn states(uow: &mut UnitOfWork, reader: UserId) -> Result<Vec<ReadState>, DbError> {
    let stored = stored(uow.conn(), reader, MessageId::new(i64::MAX)).await?;
    Ok(stored.seen_by(&uow.model(), reader, uow.now()))
}

/// Publishes changed read states to a user.
///
/// # Errors
/// When the database fails.
pub async fn publish_difference(uow: &mut UnitOfWork, reader: UserId, before: Vec<ReadState>) -> Result<(), DbError> {
    let after = states(uow, reader).await?;
    // Without unread messages there is nothing to count.
    let left: HashSet<ChannelId> = after.iter().map(|state| state.channel_id).collect();
    let gone = before.iter().filter(|state| !left.contains(&state.channel_id));
    let gone: Vec<_> = gone.map(|state| ReadState { mention_count: 0, ..*state }).collect();
    let known: HashSet<ReadState> = before.into_iter().collect();
    let mut read_states: Vec<_> = after.into_iter().filter(|state| !known.contains(state)).collect();
    // A channel without unread messages may be hidden and can be published all the same.
    let seen = read_states.iter().map(|state| state.channel_id).collect();
    read_states.extend(gone);
    if !read_states.is_empty() {
        uow.publish(Audience::Reader(reader, seen), &MessageAck { read_states });
    }
    Ok(())
}

/// The read states for READY. If counting takes too long the counts are omitted: a missing badge is better than a failed sign-in.
///
/// # Errors
/// When the database fails.
pub async fn stored_briefly(state: &State, reader: UserId, before: MessageId) -> Result<StoredStates, DbError> {
    match stored(&mut state.db.read().await?, reader, before).await {
        Err(DbError::TimedOut) => {
            let read = store::all_of(&mut state.db.read().await?, reader).await?;
            Ok(StoredStates { read, counts: Vec::new() })
        }
        stored => stored,
    }
}

/// Deletes some read states of a deleted account. Returns whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(uow: &mut UnitOfWork, user: UserId) -> Result<bool, DbError> {
    store::delete_some_of_user(uow.conn(), user).await
}
