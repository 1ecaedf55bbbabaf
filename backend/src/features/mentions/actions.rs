//! Actions on mentions.

use super::{
    rules,
    store::{self, MentionRow},
};
pub use super::{
    rules::{Kind, Targets},
    store::{CallRow, Source, calls, calls_in},
};
use crate::{
    db::{Conn, DbError},
    kernel::{ChannelId, MessageId, UserId},
    writer::UnitOfWork,
};

/// Stores the mentions of a new message.
///
/// # Errors
/// When the database fails.
pub async fn note(uow: &mut UnitOfWork, source: Source, targets: &Targets) -> Result<(), DbError> {
    let others = |users: &[UserId]| users.iter().copied().filter(|user| *user != source.author).collect::<Vec<_>>();
    store::insert_users(uow.conn(), source, Kind::User.number(), &others(&targets.users)).await?;
    store::insert_users(uow.conn(), source, Kind::Here.number(), &others(&targets.present)).await?;
    for role in &targets.roles {
        store::insert(uow.conn(), source, Kind::Role.number(), (*role).into()).await?;
    }
    if let Some(guild) = targets.everyone {
        store::insert(uow.conn(), source, Kind::Everyone.number(), guild.into()).await?;
    }
    Ok(())
}

/// Deletes mentions that an edit removed. Returns the users who were mentioned by them.
///
/// # Errors
/// When the database fails.
pub async fn retain_targets(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    message: MessageId,
    targets: &Targets,
) -> Result<Vec<UserId>, DbError> {
    let mut gone = store::of_message(uow.conn(), message).await?;
    gone.retain(|row| Kind::from_number(row.kind).is_some_and(|kind| !targets.is_target(kind, row.target_id)));
    // Mentions of @here are as many as a guild has members, and are deleted together.
    let (here, others): (Vec<_>, Vec<_>) = gone.iter().partition(|row| row.kind == Kind::Here.number());
    if !here.is_empty() {
        store::delete_kind(uow.conn(), message, Kind::Here.number()).await?;
    }
    for row in others {
        store::delete(uow.conn(), message, row).await?;
    }
    Ok(people_of(uow, channel, &gone))
}

/// The users mentioned by a message.
///
/// # Errors
/// When the database fails.
pub async fn called_by(uow: &mut UnitOfWork, channel: ChannelId, message: MessageId) -> Result<Vec<UserId>, DbError> {
    let rows = store::of_message(uow.conn(), message).await?;
    Ok(people_of(uow, channel, &rows))
}

/// Stored targets of mentions.
#[derive(Debug)]
pub struct Called(Vec<MentionRow>);

/// The targets mentioned by some messages.
///
/// # Errors
/// When the database fails.
pub async fn called_by_all(conn: &mut Conn, messages: &[MessageId]) -> Result<Called, DbError> {
    Ok(Called(store::of_messages(conn, messages).await?))
}

/// The users behind the targets.
pub fn people(uow: &UnitOfWork, channel: ChannelId, called: &Called) -> Vec<UserId> {
    people_of(uow, channel, &called.0)
}

fn people_of(uow: &UnitOfWork, channel: ChannelId, rows: &[MentionRow]) -> Vec<UserId> {
    if rows.is_empty() {
        return Vec::new();
    }
    let model = uow.model();
    let guild = model.channel(channel).map(|(guild, _)| guild);
    let known = rows.iter().filter_map(|row| Some((Kind::from_number(row.kind)?, row.target_id)));
    let mut people: Vec<_> = known.flat_map(|(kind, target)| rules::people(&model, guild, kind, target)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Deletes some mentions of a deleted user, starting at a message. Returns the message to continue from, if there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(uow: &mut UnitOfWork, user: UserId, from: MessageId) -> Result<Option<MessageId>, DbError> {
    store::delete_some_of_user(uow.conn(), user, from).await
}
