//! What becomes of a user whose account is deleted, a person or a bot.

use super::store;
use crate::{
    access,
    cache::{self, UserChange},
    http::Error,
    kernel::UserId,
    writer::UnitOfWork,
};

/// A user whose account is deleted, with the avatar that is to be removed.
#[derive(Debug)]
pub struct Anonymised {
    pub user: UserId,
    pub avatar: Option<String>,
}

/// Takes a user out of everything. What they wrote has an author still, of whom nothing is left.
///
/// # Errors
/// 401 for a user whose account is deleted already.
pub async fn anonymise(uow: &mut UnitOfWork, user: UserId) -> Result<Anonymised, Error> {
    let (avatar, bot) = {
        let model = uow.model();
        let found = access::active_user(&model, user)?;
        (found.avatar.clone(), found.bot)
    };
    let anonymous = cache::User { bot, ..cache::User::anonymised(user) };
    uow.account_deleted(&anonymous).await?;
    store::anonymise(uow.conn(), &anonymous).await?;
    uow.apply(UserChange::Put(anonymous));
    Ok(Anonymised { user, avatar })
}
