//! Anonymisation of users whose account is deleted, bots included.

use super::store;
use crate::{
    access,
    cache::{self, UserChange},
    http::Error,
    kernel::UserId,
    writer::UnitOfWork,
};

/// An anonymised user, with the avatar to be removed.
#[derive(Debug)]
pub struct Anonymised {
    pub user: UserId,
    pub avatar: Option<String>,
}

/// Anonymises a user and removes them from everything. They remain as the author of their messages.
///
/// # Errors
/// 401 for an anonymised user.
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
