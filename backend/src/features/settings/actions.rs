//! Actions on settings.

use super::{events::SettingsUpdate, requests::UpdateSettings, store};
use crate::{
    access,
    cache::{self, UserChange},
    db::DbError,
    features::presence::actions as presence,
    http::Error,
    kernel::UserId,
    state::State,
    wire::settings::Settings,
    writer::UnitOfWork,
};

/// Changes the given settings, and publishes them to the user's sessions if anything changed.
///
/// # Errors
/// 401 for a deleted account.
pub async fn update(state: &State, user: UserId, body: UpdateSettings) -> Result<Settings, Error> {
    let settings = state.writer.run_write(move |uow| Box::pin(update_in(uow, user, body))).await?;
    presence::publish_changes(state, user);
    Ok(settings)
}

async fn update_in(uow: &mut UnitOfWork, user: UserId, body: UpdateSettings) -> Result<Settings, Error> {
    let before = {
        let model = uow.model();
        access::active_user(&model, user)?;
        model.settings(user)
    };
    let after = cache::Settings {
        direct_messages: body.direct_messages.map_or(before.direct_messages, Into::into),
        status: body.status.map_or(before.status, Into::into),
        push_text: body.push_text.unwrap_or(before.push_text),
    };
    if after != before {
        store::put(uow.conn(), user, &after).await?;
        uow.apply(UserChange::SettingsPut(user, after));
        uow.publish_own(user, &SettingsUpdate(after.into()));
    }
    Ok(after.into())
}

/// Deletes the settings of an account that is being deleted.
///
/// # Errors
/// When the database fails.
pub async fn forget(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    store::delete(uow.conn(), user).await?;
    uow.apply(UserChange::SettingsPut(user, cache::Settings::default()));
    Ok(())
}
