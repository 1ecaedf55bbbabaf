//! Runs the registered [`Hooks`] in the write job of their cause.
//!
//! A feature calls these functions without knowing who follows. The hooks are listed in `features/hooks.rs`.
//! Hooks run in the order of that list, and the first that fails rolls back the job.

use super::UnitOfWork;
use crate::{
    cache,
    http::Error,
    kernel::{GuildId, UserId},
};

impl UnitOfWork {
    /// # Errors
    /// The first error of a hook.
    pub async fn member_left(&mut self, guild: GuildId, user: UserId) -> Result<(), Error> {
        for hook in self.hooks.member_left {
            hook(self, guild, user).await?;
        }
        Ok(())
    }

    /// # Errors
    /// The first error of a hook.
    pub async fn account_deleted(&mut self, anonymous: &cache::User) -> Result<(), Error> {
        for hook in self.hooks.account_deleted {
            hook(self, anonymous).await?;
        }
        Ok(())
    }

    /// Returns whether there is more to end.
    ///
    /// # Errors
    /// The first error of a hook.
    pub async fn credentials_ended(&mut self, user: UserId) -> Result<bool, Error> {
        let mut is_more = false;
        for hook in self.hooks.credentials_ended {
            is_more |= hook(self, user).await?;
        }
        Ok(is_more)
    }
}
