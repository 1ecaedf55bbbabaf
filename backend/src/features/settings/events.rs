//! Events of settings.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    kernel::Intents,
    wire::settings::Settings,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<SettingsUpdate>()];

/// Sent to the user's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct SettingsUpdate(pub Settings);

impl Event for SettingsUpdate {
    const NAME: &'static str = "CHATSPACE_SETTINGS_UPDATE";
    const DESCRIPTION: &'static str = "The user's settings changed";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for SettingsUpdate {}
