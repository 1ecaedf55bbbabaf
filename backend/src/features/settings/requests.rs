//! Request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::wire::settings::{DirectMessages, PresenceStatus};

/// Changes of the caller's settings. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateSettings {
    pub direct_messages: Option<DirectMessages>,
    pub status: Option<PresenceStatus>,
    pub push_text: Option<bool>,
}
