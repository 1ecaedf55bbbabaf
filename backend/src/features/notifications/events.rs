//! What is announced of notification settings.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::NotificationSetting;
use crate::{
    events::{Event, OwnEvent},
    kernel::Intents,
};

/// What the user wants to hear of a place has changed; to all of their sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct NotificationSettingsUpdate(pub NotificationSetting);

impl Event for NotificationSettingsUpdate {
    const NAME: &'static str = "CHATSPACE_NOTIFICATION_SETTINGS_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for NotificationSettingsUpdate {}
