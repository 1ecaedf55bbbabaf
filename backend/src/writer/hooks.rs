//! Runs the [hooks](super::Hooks) of features in the write job of their cause.
//!
//! A feature calls these functions without knowing who follows. Hooks run in the order of the features in `features/mod.rs`, and the first
//! that fails rolls back the job.

use std::sync::Arc;

use super::UnitOfWork;
use crate::{
    cache,
    db::DbError,
    http::Error,
    kernel::{GuildId, MessageId, UserId},
};

impl UnitOfWork {
    /// # Errors
    /// The first error of a hook.
    pub async fn member_left(&mut self, guild: GuildId, user: UserId) -> Result<(), Error> {
        let hooks = Arc::clone(&self.hooks);
        for hook in hooks.iter().filter_map(|hooks| hooks.member_left) {
            hook(self, guild, user).await?;
        }
        Ok(())
    }

    /// # Errors
    /// The first error of a hook.
    pub async fn account_deleted(&mut self, anonymous: &cache::User) -> Result<(), Error> {
        let hooks = Arc::clone(&self.hooks);
        for hook in hooks.iter().filter_map(|hooks| hooks.account_deleted) {
            hook(self, anonymous).await?;
        }
        Ok(())
    }

    /// Returns whether there is more to end.
    ///
    /// # Errors
    /// The first error of a hook.
    pub async fn credentials_ended(&mut self, user: UserId) -> Result<bool, Error> {
        let hooks = Arc::clone(&self.hooks);
        let mut is_more = false;
        for hook in hooks.iter().filter_map(|hooks| hooks.credentials_ended) {
            is_more |= hook(self, user).await?;
        }
        Ok(is_more)
    }

    /// Deletes some of what belonged to a deleted message, of one feature. Returns whether there may be more.
    ///
    /// # Errors
    /// The first error of a hook.
    pub async fn message_deleted(&mut self, message: MessageId) -> Result<bool, DbError> {
        let hooks = Arc::clone(&self.hooks);
        for hook in hooks.iter().filter_map(|hooks| hooks.message_deleted) {
            if hook(self, message).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
