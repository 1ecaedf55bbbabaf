//! Request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{cache::Level, kernel::Timestamp};

/// Notification settings. Missing fields are reset to their defaults.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNotifications {
    /// Null or missing inherits from the category or guild.
    pub level: Option<Level>,
    #[serde(default)]
    pub muted: bool,
    /// When the mute ends. Null or missing for a mute without an end.
    pub muted_until: Option<Timestamp>,
    /// Whether @everyone and @here do not notify.
    #[serde(default)]
    pub suppress_everyone: bool,
    /// Whether mentions of roles do not notify.
    #[serde(default)]
    pub suppress_roles: bool,
}
