//! What is announced of settings.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::Settings;
use crate::{
    events::{Event, OwnEvent},
    kernel::Intents,
};

/// To the person's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct SettingsUpdate(pub Settings);

impl Event for SettingsUpdate {
    const NAME: &'static str = "CHATSPACE_SETTINGS_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for SettingsUpdate {}
