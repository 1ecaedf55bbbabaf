//! Actions on credentials.

use super::view::Credentials;
use crate::{
    db::DbError,
    features::{applications::actions as applications, invites::actions as invites},
    http::Error,
    kernel::UserId,
    state::State,
    writer::UnitOfWork,
};

/// All credentials of a user.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &State, user: UserId) -> Result<Credentials, DbError> {
    Ok(Credentials {
        bots: applications::with_token(state, user).await?,
        added_bots: applications::added_by(state, user).await?,
        invites: invites::made_by(state, user).await?,
    })
}

/// Revokes some credentials. Returns whether there are more.
///
/// # Errors
/// When the database fails.
pub async fn end_some(uow: &mut UnitOfWork, user: UserId) -> Result<bool, Error> {
    applications::stop_all_of(uow, user).await?;
    let more_bots = applications::remove_some_added_by(uow, user).await?;
    let more_invites = invites::delete_some_of(uow, user).await?;
    Ok(more_bots || more_invites)
}
