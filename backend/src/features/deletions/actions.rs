//! What can be done with deletions.

use super::store;
pub use super::store::{Kind, delete, delete_from_channel, delete_from_guild, next, next_channel, note_place};
use crate::{
    db::DbError,
    kernel::{ChannelId, GuildId, UserId},
    writer::{UnitOfWork, WorkerSignal},
};

/// Takes a channel out of its guild, or a group from those who were in it. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_channel(uow: &mut UnitOfWork, id: ChannelId) -> Result<(), DbError> {
    store::detach_channel(uow.conn(), id).await?;
    store::insert(uow.conn(), id.get(), Kind::Channel).await?;
    uow.notify_worker(WorkerSignal::Erasures);
    Ok(())
}

/// Lets a guild be forgotten. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_guild(uow: &mut UnitOfWork, id: GuildId) -> Result<(), DbError> {
    // Registration asks for nothing but the invite.
    store::delete_invites(uow.conn(), id).await?;
    store::insert(uow.conn(), id.get(), Kind::Guild).await?;
    uow.notify_worker(WorkerSignal::Erasures);
    Ok(())
}

/// Lets what is stored about somebody who is gone be deleted later, as far as it may be much.
///
/// # Errors
/// When the database fails.
pub async fn begin_user(uow: &mut UnitOfWork, id: UserId) -> Result<(), DbError> {
    store::insert(uow.conn(), id.get(), Kind::User).await?;
    uow.notify_worker(WorkerSignal::Erasures);
    Ok(())
}
