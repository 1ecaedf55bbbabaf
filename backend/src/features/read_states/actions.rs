//! What can be done with read states.

use std::{collections::HashSet, sync::Arc};

use super::{
    acks::{Acknowledgement, Extent, extent},
    events::MessageAck,
    rules,
    store::{self, ReaderRow},
    view::{self, Kept, ReadState},
};
use crate::{
    access::{self, Venue},
    db::{Conn, Failure},
    events::Audience,
    features::read_states::requests::Ack,
    http::Error,
    kernel::{ChannelId, GuildId, MessageId, UserId},
    state::State,
    work::{Recount, Work},
};

/// Reads a channel up to a note of the server about what its reader has just done. Their sessions know that by the note itself. What
/// people write themselves needs no such call: a trigger of the database does it with the message.
///
/// # Errors
/// When the database fails.
pub async fn read_own(work: &mut Work, author: UserId, channel: ChannelId, message: MessageId) -> Result<(), Failure> {
    store::advance(work.conn(), author, channel, message).await.map(drop)
}

/// Reads a channel up to a message, or marks it as unread from that message on, and tells all devices of the reader.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see.
pub async fn acknowledge(state: &State, reader: UserId, channel: ChannelId, message: MessageId, ack: Ack) -> Result<(), Error> {
    if ack.manual.unwrap_or(false) {
        return state.writer.run(move |work| Box::pin(unread_from(work, reader, channel, message))).await;
    }
    state.writer.store(Acknowledgement { reader, channel, message }).await
}

async fn unread_from(work: &mut Work, reader: UserId, channel: ChannelId, message: MessageId) -> Result<(), Error> {
    let Extent { floor, .. } = extent(work, reader, channel)?;
    let to = store::message_before(work.conn(), channel, message).await?.unwrap_or(MessageId::NONE).max(floor);
    if store::find(work.conn(), reader, channel).await?.unwrap_or(MessageId::NONE).max(floor) != to {
        store::put(work.conn(), reader, channel, to).await?;
        let mention_count = rules::shown(store::count(work.conn(), reader, channel, to).await?);
        let state = ReadState { channel_id: channel, last_read_id: to, mention_count };
        work.announce(Audience::Reader(reader, vec![channel]), &MessageAck { read_states: vec![state] });
    }
    Ok(())
}

/// Reads all that somebody can see of a guild.
///
/// # Errors
/// 404 / 10004 for a guild one is not in.
pub async fn acknowledge_guild(state: &State, reader: UserId, guild: GuildId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(read_guild(work, reader, guild))).await
}

async fn read_guild(work: &mut Work, reader: UserId, guild: GuildId) -> Result<(), Error> {
    let channels: Vec<ReaderRow> = {
        let model = work.model();
        let last = access::guild(&model, reader, guild)?.channels.values();
        last.filter_map(|channel| Some((channel.id, channel.last_message?)))
            .filter(|(id, last)| view::floor(&model, reader, *id, work.now()).is_some_and(|floor| *last > floor))
            .map(|(channel_id, last_read_id)| ReaderRow { user_id: reader, channel_id, last_read_id })
            .collect()
    };
    let mut read_states = Vec::new();
    for some in channels.chunks(store::AT_ONCE) {
        let changed = store::advance_all(work.conn(), some).await?;
        read_states.extend(counted(work, &changed).await?);
    }
    if !read_states.is_empty() {
        let channels = read_states.iter().map(|state| state.channel_id).collect();
        work.announce(Audience::Reader(reader, channels), &MessageAck { read_states });
    }
    Ok(())
}

/// The states of readers, up to [`store::AT_ONCE`].
async fn counted(work: &mut Work, readers: &[ReaderRow]) -> Result<Vec<ReadState>, Failure> {
    if readers.is_empty() {
        return Ok(Vec::new());
    }
    let counts = store::count_all(work.conn(), readers).await?;
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

/// Tells people how much they have to read in a channel after a message of it has changed, for their clients cannot know; those who
/// may view the channel, have a session and have not read the message yet. If they are many, a moment later.
///
/// # Errors
/// When the database fails.
pub async fn tell_of_change(work: &mut Work, channel: ChannelId, people: &[UserId], message: MessageId) -> Result<(), Failure> {
    let viewers: Vec<UserId> = {
        let model = work.model();
        let is_there = |user: &UserId| work.presences().has_session(*user);
        let views = |user: &UserId| view::floor(&model, *user, channel, work.now()).is_some();
        people.iter().copied().filter(is_there).filter(views).collect()
    };
    tell_behind(work, channel, viewers, message).await
}

/// Tells people how much they have to read in a channel that has just come in their sight.
///
/// # Errors
/// When the database fails.
pub async fn tell_of_sight(work: &mut Work, channel: ChannelId, people: &[UserId]) -> Result<(), Failure> {
    let present = people.iter().copied().filter(|user| work.presences().has_session(*user)).collect();
    tell_behind(work, channel, present, MessageId::new(i64::MAX)).await
}

/// Tells those who have not read so far as the message.
async fn tell_behind(work: &mut Work, channel: ChannelId, people: Vec<UserId>, message: MessageId) -> Result<(), Failure> {
    if people.len() > store::AT_ONCE {
        work.recount(Recount::Channel { channel, people, message });
        return Ok(());
    }
    tell_few(work, channel, &people, message).await
}

async fn tell_few(work: &mut Work, channel: ChannelId, people: &[UserId], message: MessageId) -> Result<(), Failure> {
    let mut behind = Vec::with_capacity(people.len());
    for &user_id in people {
        let floor = Venue::of(&work.model(), channel).and_then(|venue| view::since(venue, user_id));
        let Some(floor) = floor else { continue };
        let last_read_id = store::find(work.conn(), user_id, channel).await?.unwrap_or(MessageId::NONE).max(floor);
        if message > last_read_id {
            behind.push(ReaderRow { user_id, channel_id: channel, last_read_id });
        }
    }
    let states = counted(work, &behind).await?;
    for (row, state) in behind.into_iter().zip(states) {
        work.announce(Audience::Reader(row.user_id, vec![channel]), &MessageAck { read_states: vec![state] });
    }
    Ok(())
}

/// Counts for some of those whom jobs have left to be counted for. Yields false when none are left.
///
/// # Errors
/// When the database fails.
pub async fn recount_some(state: &State) -> Result<bool, Failure> {
    match state.publisher.recounts().take(store::AT_ONCE) {
        None => return Ok(false),
        Some(Recount::Channel { channel, people, message }) => {
            state.writer.run(move |work| Box::pin(async move { tell_few(work, channel, &people, message).await })).await?;
        }
        Some(Recount::Author { reader, author }) => count_author(state, reader, author).await?,
    }
    Ok(true)
}

/// Tells a reader what they have to read of an author whom they have just blocked, or block no more. It goes on if its caller goes.
///
/// # Errors
/// When the database fails.
pub async fn recount_author(state: Arc<State>, reader: UserId, author: UserId) -> Result<(), Failure> {
    let counted = tokio::spawn(async move { count_author(&state, reader, author).await });
    counted.await.unwrap_or(Err(Failure::Panicked))
}

async fn count_author(state: &State, reader: UserId, author: UserId) -> Result<(), Failure> {
    let channels = store::channels_called_in_by(&mut state.db.read().await?, reader, author).await?;
    for some in channels.chunks(store::AT_ONCE).map(<[ChannelId]>::to_vec) {
        state.writer.run(move |work| Box::pin(async move { tell_again(work, reader, &some).await })).await?;
    }
    Ok(())
}

/// Tells somebody how much they have to read in some channels, as far as they view them.
async fn tell_again(work: &mut Work, user_id: UserId, channels: &[ChannelId]) -> Result<(), Failure> {
    let mut rows = Vec::with_capacity(channels.len());
    for &channel_id in channels {
        let floor = view::floor(&work.model(), user_id, channel_id, work.now());
        let Some(floor) = floor else { continue };
        let last_read_id = store::find(work.conn(), user_id, channel_id).await?.unwrap_or(MessageId::NONE).max(floor);
        rows.push(ReaderRow { user_id, channel_id, last_read_id });
    }
    let read_states = counted(work, &rows).await?;
    if !read_states.is_empty() {
        let channels = read_states.iter().map(|state| state.channel_id).collect();
        work.announce(Audience::Reader(user_id, channels), &MessageAck { read_states });
    }
    Ok(())
}

/// All that is stored of how far somebody has read, with what is unread of what was sent before an id.
///
/// # Errors
/// When the database fails.
pub async fn kept(conn: &mut Conn, reader: UserId, before: MessageId) -> Result<Kept, Failure> {
    let mut counts = store::counts(conn, reader, before).await?;
    counts.iter_mut().for_each(|row| row.mention_count = rules::shown(row.mention_count));
    Ok(Kept { read: store::all_of(conn, reader).await?, counts })
}

/// How far somebody has read what they see now. It costs as much as they have channels, so it is for a change that concerns one person.
///
/// # Errors
/// When the database fails.
pub async fn states(work: &mut Work, reader: UserId) -> Result<Vec<ReadState>, Failure> {
    let kept = kept(work.conn(), reader, MessageId::new(i64::MAX)).await?;
    Ok(kept.seen_by(&work.model(), reader, work.now()))
}

/// Tells somebody what has become of how much they have to read.
///
/// # Errors
/// When the database fails.
pub async fn tell_difference(work: &mut Work, reader: UserId, before: Vec<ReadState>) -> Result<(), Failure> {
    let after = states(work, reader).await?;
    // Where nothing is left, nothing is counted.
    let left: HashSet<ChannelId> = after.iter().map(|state| state.channel_id).collect();
    let gone = before.iter().filter(|state| !left.contains(&state.channel_id));
    let gone: Vec<_> = gone.map(|state| ReadState { mention_count: 0, ..*state }).collect();
    let known: HashSet<ReadState> = before.into_iter().collect();
    let mut read_states: Vec<_> = after.into_iter().filter(|state| !known.contains(state)).collect();
    // What nothing is left of may be out of sight, and may be told all the same.
    let seen = read_states.iter().map(|state| state.channel_id).collect();
    read_states.extend(gone);
    if !read_states.is_empty() {
        work.announce(Audience::Reader(reader, seen), &MessageAck { read_states });
    }
    Ok(())
}

/// The same for the first event of a session. If counting takes too long, nothing is counted: better no badge than no way in.
///
/// # Errors
/// When the database fails.
pub async fn kept_briefly(state: &State, reader: UserId, before: MessageId) -> Result<Kept, Failure> {
    match kept(&mut state.db.read().await?, reader, before).await {
        Err(Failure::TimedOut) => {
            let read = store::all_of(&mut state.db.read().await?, reader).await?;
            Ok(Kept { read, counts: Vec::new() })
        }
        kept => kept,
    }
}

/// Forgets some of how far somebody has read who is gone. Yields whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(work: &mut Work, user: UserId) -> Result<bool, Failure> {
    store::delete_some_of_user(work.conn(), user).await
}
