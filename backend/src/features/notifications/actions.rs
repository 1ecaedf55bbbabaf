//! What can be done with notification settings.

pub use rules::{Occasion, notifies};

use super::{events::NotificationSettingsUpdate, requests::SetNotifications, rules, store};
use crate::{
    cache::{self, UserChange},
    db::Failure,
    http::Error,
    kernel::{PlaceId, Refusal, UserId},
    state::State,
    wire::notification::{self, NotificationSetting},
    work::Work,
};

/// All that somebody has set for what they can see.
pub fn list(state: &State, user: UserId) -> Vec<NotificationSetting> {
    NotificationSetting::all_of(&state.cache.read(), user, state.clock.now())
}

/// Sets what somebody wants to hear of a place, whole, and tells their devices.
///
/// # Errors
/// 404 / 10003 for a place that one cannot see, 400 for a time that is over.
pub async fn set(state: &State, user: UserId, place: PlaceId, body: SetNotifications) -> Result<NotificationSetting, Error> {
    state.writer.run(move |work| Box::pin(set_in(work, user, place, body))).await
}

async fn set_in(work: &mut Work, user: UserId, place: PlaceId, body: SetNotifications) -> Result<NotificationSetting, Error> {
    if !notification::can_see(&work.model(), user, place, work.now()) {
        return Err(Refusal::unknown_channel().into());
    }
    let SetNotifications { level, muted, muted_until, suppress_everyone, suppress_roles } = body;
    let setting = cache::NotificationSetting { level, muted, muted_until, suppress_everyone, suppress_roles };
    let setting = rules::checked(setting, work.now())?;
    if setting == cache::NotificationSetting::default() {
        store::delete(work.conn(), user, place).await?;
    } else {
        store::put(work.conn(), user, place, &setting).await?;
    }
    let shown = NotificationSetting::new(place, setting);
    work.apply(UserChange::NotificationsSet(user, place, setting));
    work.announce_own(user, &NotificationSettingsUpdate(shown.clone()));
    Ok(shown)
}

/// Forgets what somebody has set who goes for good.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(work: &mut Work, user: UserId) -> Result<(), Failure> {
    store::delete_of_user(work.conn(), user).await?;
    let places: Vec<PlaceId> = work.model().notification_settings_of(user).map(|(place, _)| place).collect();
    for place in places {
        work.apply(UserChange::NotificationsSet(user, place, cache::NotificationSetting::default()));
    }
    Ok(())
}
