//! What can be done with mentions.

use super::{
    rules,
    store::{self, MentionRow},
};
pub use super::{
    rules::{Kind, Targets},
    store::{CallRow, Source, calls, calls_in},
};
use crate::{
    db::{Conn, Failure},
    kernel::{ChannelId, MessageId, UserId},
    work::Work,
};

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
    // Those who were there are as many as a guild has members, and go or stay together.
    let (here, others): (Vec<_>, Vec<_>) = gone.iter().partition(|row| row.kind == Kind::Here.number());
    if !here.is_empty() {
        store::delete_kind(work.conn(), message, Kind::Here.number()).await?;
    }
    for row in others {
        store::delete(work.conn(), message, row).await?;
    }
    Ok(people_of(work, channel, &gone))
}

/// Those whom a message has called.
///
/// # Errors
/// When the database fails.
pub async fn called_by(work: &mut Work, channel: ChannelId, message: MessageId) -> Result<Vec<UserId>, Failure> {
    let rows = store::of_message(work.conn(), message).await?;
    Ok(people_of(work, channel, &rows))
}

/// Targets of mentions, as they are stored.
#[derive(Debug)]
pub struct Called(Vec<MentionRow>);

/// Whom some messages have called.
///
/// # Errors
/// When the database fails.
pub async fn called_by_all(conn: &mut Conn, messages: &[MessageId]) -> Result<Called, Failure> {
    Ok(Called(store::of_messages(conn, messages).await?))
}

/// The people behind them.
pub fn people(work: &Work, channel: ChannelId, called: &Called) -> Vec<UserId> {
    people_of(work, channel, &called.0)
}

fn people_of(work: &Work, channel: ChannelId, rows: &[MentionRow]) -> Vec<UserId> {
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

/// Forgets some of the mentions of somebody who is gone, from a message on. Yields how far it came, if there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(work: &mut Work, user: UserId, from: MessageId) -> Result<Option<MessageId>, Failure> {
    store::delete_some_of_user(work.conn(), user, from).await
}
