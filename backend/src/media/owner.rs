//! Owners of images, and the thread pool for disk operations.

use std::io;

use crate::{
    db::DbError,
    kernel::{ApiError, ChannelId, GuildId, UserId},
};

/// The owner of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The avatar of a user.
    User(UserId),
    /// The icon of a guild.
    Guild(GuildId),
    /// The icon of a group DM.
    DmChannel(ChannelId),
}

/// Why an image was not stored.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    #[error(transparent)]
    Refused(#[from] ApiError),
    #[error(transparent)]
    Failed(#[from] DbError),
}

/// Runs a blocking disk operation on another thread.
///
/// # Errors
/// When the disk fails.
pub async fn blocking<T: Send + 'static>(task: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, DbError> {
    match tokio::task::spawn_blocking(task).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(DbError::Panicked),
    }
}
