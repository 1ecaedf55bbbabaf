//! What can be done with deletions.

use super::store;
pub use super::store::{
    Kind, delete, delete_from_channel, delete_from_guild, delete_from_message, next, next_channel, note_place,
};
use crate::{
    db::Failure,
    kernel::{ChannelId, GuildId, UserId},
    work::{Bell, Work},
};

/// Takes a channel out of its guild, or a group from those who were in it. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_channel(work: &mut Work, id: ChannelId) -> Result<(), Failure> {
    store::detach_channel(work.conn(), id).await?;
    store::insert(work.conn(), id.get(), Kind::Channel).await?;
    work.ring(Bell::Erasures);
    Ok(())
}

/// Lets a guild be forgotten. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_guild(work: &mut Work, id: GuildId) -> Result<(), Failure> {
    // Registration asks for nothing but the invite.
    store::delete_invites(work.conn(), id).await?;
    store::insert(work.conn(), id.get(), Kind::Guild).await?;
    work.ring(Bell::Erasures);
    Ok(())
}

/// Lets what is stored about somebody who is gone be deleted later, as far as it may be much.
///
/// # Errors
/// When the database fails.
pub async fn begin_user(work: &mut Work, id: UserId) -> Result<(), Failure> {
    store::insert(work.conn(), id.get(), Kind::User).await?;
    work.ring(Bell::Erasures);
    Ok(())
}
