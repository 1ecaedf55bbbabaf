//! Whose picture it is, and how the disk is waited for.

use std::io;

use crate::{
    db::Failure,
    kernel::{ChannelId, GuildId, Refusal, UserId},
};

/// Whose picture it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The avatar of a user.
    User(UserId),
    /// The icon of a guild.
    Guild(GuildId),
    /// The icon of a group.
    Conversation(ChannelId),
}

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Runs what waits for the disk where it holds up nobody.
///
/// # Errors
/// When the disk fails.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Failure::Panicked),
    }
}
