//! What can be done with mentions.

use super::{
    rules::{self, Kind},
    store::{self, MentionRow, Search},
};
use crate::{
    access,
    cache::Model,
    db::{Conn, Failure},
    features::messages::{actions as messages, view::Message},
    http::Error,
    kernel::{ChannelId, GuildId, MessageId, Permissions, Timestamp, UserId},
    state::State,
    work::Work,
};

pub use super::{rules::Targets, store::Source};

/// Calls that are looked through at a time, for not all of them stand where one may look.
const LOOK: i64 = 100;

/// Keeps whom a new message calls.
///
/// # Errors
/// When the database fails.
pub async fn note(work: &mut Work, source: Source, targets: &Targets) -> Result<(), Failure> {
    let others = |users: &[UserId]| users.iter().copied().filter(|user| *user != source.author).collect::<Vec<_>>();
    store::insert_users(work.conn(), source, Kind::User.number(), &others(&targets.users)).await?;
    store::insert_users(work.conn(), source, Kind::Here.number(), &others(&targets.present)).await?;
    for role in &targets.roles {
        store::insert(work.conn(), source, Kind::Role.number(), (*role).into()).await?;
    }
    if let Some(guild) = targets.everyone {
        store::insert(work.conn(), source, Kind::Everyone.number(), guild.into()).await?;
    }
    Ok(())
}

/// Takes back what an edited message does not mention any more. Yields those whom it had called.
///
/// # Errors
/// When the database fails.
pub async fn keep_only(
    work: &mut Work,
    channel: ChannelId,
    message: MessageId,
    targets: &Targets,
) -> Result<Vec<UserId>, Failure> {
    let mut gone = store::of_message(work.conn(), message).await?;
    gone.retain(|row| Kind::from_number(row.kind).is_some_and(|kind| !targets.keep(kind, row.target_id)));
    for row in &gone {
        store::delete(work.conn(), message, *row).await?;
    }
    Ok(people(work, channel, &gone))
}

/// Those whom a message has called.
///
/// # Errors
/// When the database fails.
pub async fn called_by(work: &mut Work, channel: ChannelId, message: MessageId) -> Result<Vec<UserId>, Failure> {
    let rows = store::of_message(work.conn(), message).await?;
    Ok(people(work, channel, &rows))
}

/// Those whom up to `most` messages of an author in a channel have called, from one on.
///
/// # Errors
/// When the database fails.
pub async fn called_by_author(
    work: &mut Work,
    author: UserId,
    from: (ChannelId, MessageId),
    most: i64,
) -> Result<Vec<UserId>, Failure> {
    let rows = store::of_author(work.conn(), author, from, most).await?;
    Ok(people(work, from.0, &rows))
}

fn people(work: &Work, channel: ChannelId, rows: &[MentionRow]) -> Vec<UserId> {
    if rows.is_empty() {
        return Vec::new();
    }
    let model = work.model();
    let guild = model.channel(channel).map(|(guild, _)| guild);
    let known = rows.iter().filter_map(|row| Some((Kind::from_number(row.kind)?, row.target_id)));
    let mut people: Vec<_> = known.flat_map(|(kind, target)| rules::people(&model, guild, kind, target)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Forgets who called somebody who goes for good.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(work: &mut Work, user: UserId) -> Result<(), Failure> {
    store::delete_of_user(work.conn(), user).await
}

/// Which mentions to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub before: MessageId,
    pub guild: Option<GuildId>,
    pub roles: bool,
    pub everyone: bool,
    pub limit: usize,
}

/// Messages that mention the reader and that they may read now, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &State, reader: UserId, wanted: Wanted) -> Result<Vec<Message>, Error> {
    let mut conn = state.db.read().await?;
    let mut found = Vec::new();
    let Wanted { mut before, roles, everyone, .. } = wanted;
    loop {
        let search = Search { user: reader, before, roles, everyone, limit: LOOK };
        let calls = store::calls(&mut conn, search).await?;
        let Some(last) = calls.last() else { break };
        before = last.message_id;
        {
            let model = state.cache.read();
            let now = state.clock.now();
            let seen = calls.iter().filter(|call| may_read(&model, reader, call.channel_id, wanted.guild, now));
            found.extend(seen.map(|call| (call.channel_id, call.message_id)));
        }
        if found.len() >= wanted.limit {
            break;
        }
    }
    found.truncate(wanted.limit);
    shown(state, &mut conn, reader, &found).await
}

fn may_read(model: &Model, reader: UserId, channel: ChannelId, guild: Option<GuildId>, now: Timestamp) -> bool {
    let stands_in = |id| model.channel(channel).is_some_and(|(guild, _)| guild.id == id);
    guild.is_none_or(stands_in)
        && access::can(model, reader, Permissions::READ_MESSAGE_HISTORY, access::Place::Channel(channel), now)
}

async fn shown(state: &State, conn: &mut Conn, reader: UserId, found: &[(ChannelId, MessageId)]) -> Result<Vec<Message>, Error> {
    let mut shown = Vec::with_capacity(found.len());
    for (channel, message) in found {
        // It may have been deleted, or have gone out of sight, a moment ago.
        match messages::read(state, conn, reader, *channel, *message).await {
            Ok(message) => shown.push(message),
            Err(Error::Refused(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(shown)
}
