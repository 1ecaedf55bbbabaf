//! Notification settings of the API.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{self, Level, Model},
    kernel::{Permissions, ScopeId, Timestamp, UserId},
};

/// The notification settings of a guild, category or channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotificationSetting {
    /// The id of a guild, category, channel or DM channel.
    pub scope_id: ScopeId,
    /// Null inherits from the category or guild. The default is `mentions` in guilds and `all` in DM channels.
    #[schema(required = true)]
    pub level: Option<Level>,
    pub muted: bool,
    /// When the mute ends; null if it has no end.
    #[schema(required = true)]
    pub muted_until: Option<Timestamp>,
    /// Whether @everyone and @here do not notify.
    pub suppress_everyone: bool,
    /// Whether mentions of roles do not notify.
    pub suppress_roles: bool,
}

impl NotificationSetting {
    pub fn new(scope_id: ScopeId, setting: cache::NotificationSetting) -> Self {
        let cache::NotificationSetting { level, muted, muted_until, suppress_everyone, suppress_roles } = setting;
        Self { scope_id, level, muted, muted_until, suppress_everyone, suppress_roles }
    }

    /// The user's settings of all guilds and channels that they can view.
    pub fn all_of(model: &Model, user: UserId, now: Timestamp) -> Vec<Self> {
        let settings = model.notification_settings_of(user).filter(|(place, _)| can_see(model, user, *place, now));
        settings.map(|(place, setting)| Self::new(place, *setting)).collect()
    }
}

/// Whether the scope is a guild that the user has joined, or a channel that they may view.
pub fn can_see(model: &Model, user: UserId, place: ScopeId, now: Timestamp) -> bool {
    access::guild(model, user, place.as_guild()).is_ok()
        || access::can(model, user, Permissions::VIEW_CHANNEL, access::Scope::Channel(place.as_channel()), now)
}
