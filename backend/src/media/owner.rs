//! Whose image it is, and how the disk is waited for.

use std::io;

use crate::{
    db::DbError,
    kernel::{ApiError, ChannelId, GuildId, UserId},
};

/// Whose image it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The avatar of a user.
    User(UserId),
    /// The icon of a guild.
    Guild(GuildId),
    /// The icon of a group.
    DmChannel(ChannelId),
}

/// Why an image was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    #[error(transparent)]
    Refused(#[from] ApiError),
    #[error(transparent)]
    Failed(#[from] DbError),
}

/// Runs what waits for the disk where it holds up nobody.
///
/// # Errors
/// When the disk fails.
pub async fn blocking<T: Send + 'static>(task: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, DbError> {
    match tokio::task::spawn_blocking(task).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(DbError::Panicked),
    }
}
