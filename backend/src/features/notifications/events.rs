//! Events of notification settings.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    kernel::Intents,
    wire::notification::NotificationSetting,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<NotificationSettingsUpdate>()];

/// Notification settings of a guild or channel have changed; sent to all sessions of the user.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct NotificationSettingsUpdate(pub NotificationSetting);

impl Event for NotificationSettingsUpdate {
    const NAME: &'static str = "CHATSPACE_NOTIFICATION_SETTINGS_UPDATE";
    const DESCRIPTION: &'static str = "Notification settings of a guild, category or channel changed";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for NotificationSettingsUpdate {}
