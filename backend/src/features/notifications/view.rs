//! What somebody wants to hear of, as they are told.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{self, Level, Model},
    kernel::{Permissions, PlaceId, Timestamp, UserId},
};

/// What the user wants to hear of one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotificationSetting {
    /// A guild, a category, a channel or a conversation.
    pub place_id: PlaceId,
    /// Null: as in the place around it; in the end `mentions` in a guild, and `all` in a conversation.
    #[schema(required = true)]
    pub level: Option<Level>,
    pub muted: bool,
    /// When it is heard again; null while it is muted until further notice.
    #[schema(required = true)]
    pub muted_until: Option<Timestamp>,
    /// Whether @everyone and @here are no mentions.
    pub suppress_everyone: bool,
    /// Whether mentions of roles are none.
    pub suppress_roles: bool,
}

impl NotificationSetting {
    pub fn new(place_id: PlaceId, setting: cache::NotificationSetting) -> Self {
        let cache::NotificationSetting { level, muted, muted_until, suppress_everyone, suppress_roles } = setting;
        Self { place_id, level, muted, muted_until, suppress_everyone, suppress_roles }
    }

    /// All that the user has set for places that they can see.
    pub fn all_of(model: &Model, user: UserId, now: Timestamp) -> Vec<Self> {
        let settings = model.notification_settings_of(user).filter(|(place, _)| can_see(model, user, *place, now));
        settings.map(|(place, setting)| Self::new(place, *setting)).collect()
    }
}

/// Whether the place is a guild that the user is in, or a channel that they may view.
pub fn can_see(model: &Model, user: UserId, place: PlaceId, now: Timestamp) -> bool {
    access::guild(model, user, place.as_guild()).is_ok()
        || access::can(model, user, Permissions::VIEW_CHANNEL, access::Place::Channel(place.as_channel()), now)
}
