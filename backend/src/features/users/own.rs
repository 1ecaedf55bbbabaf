//! The current user.

use super::{events::UserUpdate, store};
use crate::{
    cache::{self, Cache},
    db::{Conn, DbError},
    http::Error,
    kernel::{ApiError, UserId},
    wire::user::{CurrentUser, CurrentUserExtras, User},
    writer::UnitOfWork,
};

/// The locale of users without an account, such as bots.
const DEFAULT_LOCALE: &str = "en-US";

/// The current user. The row is read before the model, so that neither is older than the call.
///
/// # Errors
/// 401 for a deleted user.
pub async fn current(conn: &mut Conn, cache: &Cache, user: UserId) -> Result<CurrentUser, Error> {
    let (row, bio) = (store::account(conn, user).await?, store::bio(conn, user).await?);
    let model = cache.read();
    Ok(shown(model.user(user).ok_or(ApiError::unauthorized())?, row, bio))
}

pub(super) fn shown(user: &cache::User, account: Option<store::AccountRow>, bio: String) -> CurrentUser {
    let mfa_enabled = account.as_ref().is_some_and(|row| row.mfa_enabled);
    let pending_email = account.as_ref().and_then(|row| row.pending_email.clone());
    let (email, locale, operator, verified) = match account {
        Some(row) => (Some(row.email), row.locale, row.operator, row.verified_at.is_some()),
        None => (None, DEFAULT_LOCALE.to_owned(), false, true),
    };
    CurrentUser {
        user: User::from(user),
        bio,
        email,
        verified,
        locale,
        mfa_enabled,
        flags: 0,
        premium_type: 0,
        chatspace: CurrentUserExtras {
            operator,
            pending_email,
            custom_status: user.custom_status.as_ref().map(|status| status.text.clone()),
            custom_status_expires_at: user.custom_status.as_ref().and_then(|status| status.until),
        },
    }
}

/// Publishes a user to their own sessions.
///
/// # Errors
/// When the database fails.
pub async fn publish_current_user(uow: &mut UnitOfWork, id: UserId) -> Result<(), DbError> {
    let (account, bio) = (store::account(uow.conn(), id).await?, store::bio(uow.conn(), id).await?);
    let shown = uow.model().user(id).map(|user| shown(user, account, bio));
    if let Some(shown) = shown {
        uow.publish_own(id, &UserUpdate(shown));
    }
    Ok(())
}
