//! Actions on notification settings.

pub use rules::{NotificationContext, notifies};

use super::{events::NotificationSettingsUpdate, requests::SetNotifications, rules, store};
use crate::{
    cache::{self, UserChange},
    db::DbError,
    http::Error,
    kernel::{ApiError, ScopeId, UserId},
    state::State,
    wire::notification::{self, NotificationSetting},
    writer::UnitOfWork,
};

/// A user's settings of guilds and channels that they can view.
pub fn list(state: &State, user: UserId) -> Vec<NotificationSetting> {
    NotificationSetting::all_of(&state.cache.read(), user, state.clock.now())
}

/// Replaces a user's settings of a guild, category or channel, and publishes them to the user's sessions.
///
/// # Errors
/// 404 / 10003 if the user cannot view it, 400 for a mute that has ended.
pub async fn set(state: &State, user: UserId, place: ScopeId, body: SetNotifications) -> Result<NotificationSetting, Error> {
    state.writer.run_write(move |uow| Box::pin(set_in(uow, user, place, body))).await
}

async fn set_in(
    uow: &mut UnitOfWork,
    user: UserId,
    place: ScopeId,
    body: SetNotifications,
) -> Result<NotificationSetting, Error> {
    if !notification::can_see(&uow.model(), user, place, uow.now()) {
        return Err(ApiError::unknown_channel().into());
    }
    let SetNotifications { level, muted, muted_until, suppress_everyone, suppress_roles } = body;
    let setting = cache::NotificationSetting { level, muted, muted_until, suppress_everyone, suppress_roles };
    let setting = rules::checked(setting, uow.now())?;
    if setting == cache::NotificationSetting::default() {
        store::delete(uow.conn(), user, place).await?;
    } else {
        store::put(uow.conn(), user, place, &setting).await?;
    }
    let shown = NotificationSetting::new(place, setting);
    uow.apply(UserChange::NotificationsSet(user, place, setting));
    uow.publish_own(user, &NotificationSettingsUpdate(shown.clone()));
    Ok(shown)
}

/// Deletes the settings of an account that is being deleted.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    store::delete_of_user(uow.conn(), user).await?;
    let places: Vec<ScopeId> = uow.model().notification_settings_of(user).map(|(place, _)| place).collect();
    for place in places {
        uow.apply(UserChange::NotificationsSet(user, place, cache::NotificationSetting::default()));
    }
    Ok(())
}
