//! What can be done with read states.

use super::{
    events::MessageAck,
    store,
    view::{self, Kept, ReadState},
};
use crate::{
    access::{self, Venue},
    db::{Conn, Failure},
    events::Audience,
    features::read_states::http::Ack,
    http::Error,
    kernel::{ChannelId, GuildId, MessageId, Permissions, Refusal, UserId},
    state::State,
    work::Work,
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
    let is_manual = ack.manual.unwrap_or(false);
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            if is_manual {
                unread_from(work, reader, channel, message).await
            } else {
                read_to(work, reader, channel, message).await
            }
        })
    });
    turn.await
}

/// What is there to be read: where it begins and where it ends.
struct Extent {
    floor: MessageId,
    last: MessageId,
}

fn extent(work: &Work, reader: UserId, channel: ChannelId) -> Result<Extent, Refusal> {
    let model = work.model();
    let venue = access::in_venue(&model, reader, channel, Permissions::VIEW_CHANNEL, work.now())?;
    let floor = view::since(venue, reader).ok_or(Refusal::unknown_channel())?;
    Ok(Extent { floor, last: venue.last_message().unwrap_or(MessageId::NONE) })
}

/// Never back, and not past the last message: what comes later is not read yet.
async fn read_to(work: &mut Work, reader: UserId, channel: ChannelId, message: MessageId) -> Result<(), Error> {
    let Extent { floor, last } = extent(work, reader, channel)?;
    let to = message.min(last);
    if to > floor && store::advance(work.conn(), reader, channel, to).await? {
        tell(work, reader, channel, to).await?;
    }
    Ok(())
}

async fn unread_from(work: &mut Work, reader: UserId, channel: ChannelId, message: MessageId) -> Result<(), Error> {
    let Extent { floor, .. } = extent(work, reader, channel)?;
    let to = store::message_before(work.conn(), channel, message).await?.unwrap_or(MessageId::NONE).max(floor);
    if store::find(work.conn(), reader, channel).await?.unwrap_or(MessageId::NONE).max(floor) != to {
        store::put(work.conn(), reader, channel, to).await?;
        tell(work, reader, channel, to).await?;
    }
    Ok(())
}

async fn tell(work: &mut Work, reader: UserId, channel: ChannelId, last_read: MessageId) -> Result<(), Failure> {
    let mention_count = store::count(work.conn(), reader, channel, last_read).await?;
    let state = ReadState { channel_id: channel, last_read_id: last_read, mention_count };
    work.announce(Audience::User(reader), &MessageAck { read_states: vec![state] });
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
    let channels: Vec<(ChannelId, MessageId)> = {
        let model = work.model();
        let last = access::guild(&model, reader, guild)?.channels.values();
        last.filter_map(|channel| Some((channel.id, channel.last_message?)))
            .filter(|(id, last)| view::floor(&model, reader, *id, work.now()).is_some_and(|floor| *last > floor))
            .collect()
    };
    let mut changed = Vec::new();
    for (channel, last) in channels {
        if store::advance(work.conn(), reader, channel, last).await? {
            changed.push(channel);
        }
    }
    if !changed.is_empty() {
        let mut read_states = states(work, reader).await?;
        read_states.retain(|state| changed.contains(&state.channel_id));
        work.announce(Audience::User(reader), &MessageAck { read_states });
    }
    Ok(())
}

/// Tells people how much they have to read in a channel after a message of it has changed, for their clients cannot know; those who
/// may view the channel, have a session and have not read the message yet.
///
/// # Errors
/// When the database fails.
pub async fn tell_of_change(work: &mut Work, channel: ChannelId, people: &[UserId], message: MessageId) -> Result<(), Failure> {
    let viewers: Vec<UserId> = {
        let model = work.model();
        let views = |user: &UserId| view::floor(&model, *user, channel, work.now()).is_some();
        people.iter().copied().filter(views).collect()
    };
    tell_behind(work, channel, &viewers, message).await
}

/// Tells people how much they have to read in a channel that has just come in their sight.
///
/// # Errors
/// When the database fails.
pub async fn tell_of_sight(work: &mut Work, channel: ChannelId, people: &[UserId]) -> Result<(), Failure> {
    tell_behind(work, channel, people, MessageId::new(i64::MAX)).await
}

/// Tells those who have a session and have not read so far as the message.
async fn tell_behind(work: &mut Work, channel: ChannelId, people: &[UserId], message: MessageId) -> Result<(), Failure> {
    let present: Vec<UserId> = people.iter().copied().filter(|user| work.presences().has_session(*user)).collect();
    for user in present {
        let floor = Venue::of(&work.model(), channel).and_then(|venue| view::since(venue, user));
        let Some(floor) = floor else { continue };
        let last_read = store::find(work.conn(), user, channel).await?.unwrap_or(MessageId::NONE).max(floor);
        if message > last_read {
            tell(work, user, channel, last_read).await?;
        }
    }
    Ok(())
}

/// All that is stored of how far somebody has read.
///
/// # Errors
/// When the database fails.
pub async fn kept(conn: &mut Conn, reader: UserId) -> Result<Kept, Failure> {
    Ok(Kept { read: store::all_of(conn, reader).await?, counts: store::counts(conn, reader).await? })
}

/// How far somebody has read what they see now.
///
/// # Errors
/// When the database fails.
pub async fn states(work: &mut Work, reader: UserId) -> Result<Vec<ReadState>, Failure> {
    let kept = kept(work.conn(), reader).await?;
    Ok(kept.seen_by(&work.model(), reader, work.now()))
}

/// Tells somebody what has become of how much they have to read.
///
/// # Errors
/// When the database fails.
pub async fn tell_difference(work: &mut Work, reader: UserId, before: Vec<ReadState>) -> Result<(), Failure> {
    let after = states(work, reader).await?;
    // Where nothing is left, nothing is counted.
    let gone = before.iter().filter(|state| !after.iter().any(|other| other.channel_id == state.channel_id));
    let gone: Vec<_> = gone.map(|state| ReadState { mention_count: 0, ..*state }).collect();
    let changed = after.into_iter().filter(|state| !before.contains(state));
    let read_states: Vec<_> = changed.chain(gone).collect();
    if !read_states.is_empty() {
        work.announce(Audience::User(reader), &MessageAck { read_states });
    }
    Ok(())
}

/// Forgets how far somebody has read who goes for good.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(work: &mut Work, user: UserId) -> Result<(), Failure> {
    store::delete_of_user(work.conn(), user).await
}
