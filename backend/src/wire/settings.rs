//! User settings of the API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cache;

/// Who may send direct messages to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectMessages {
    Everyone,
    SharedGuild,
    Nobody,
}

/// The status that a user chose for all devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PresenceStatus {
    Online,
    Idle,
    Dnd,
    Invisible,
}

/// The settings of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Settings {
    /// Who may send direct messages. Users that this user has contacted always may.
    pub direct_messages: DirectMessages,
    pub status: PresenceStatus,
    /// Whether push notifications contain the author and text of the message.
    pub push_text: bool,
}

impl From<cache::DirectMessages> for DirectMessages {
    fn from(who: cache::DirectMessages) -> Self {
        match who {
            cache::DirectMessages::Everyone => Self::Everyone,
            cache::DirectMessages::SharedGuild => Self::SharedGuild,
            cache::DirectMessages::Nobody => Self::Nobody,
        }
    }
}

impl From<DirectMessages> for cache::DirectMessages {
    fn from(who: DirectMessages) -> Self {
        match who {
            DirectMessages::Everyone => Self::Everyone,
            DirectMessages::SharedGuild => Self::SharedGuild,
            DirectMessages::Nobody => Self::Nobody,
        }
    }
}

impl From<cache::PresenceStatus> for PresenceStatus {
    fn from(chosen: cache::PresenceStatus) -> Self {
        match chosen {
            cache::PresenceStatus::Online => Self::Online,
            cache::PresenceStatus::Idle => Self::Idle,
            cache::PresenceStatus::Dnd => Self::Dnd,
            cache::PresenceStatus::Invisible => Self::Invisible,
        }
    }
}

impl From<PresenceStatus> for cache::PresenceStatus {
    fn from(status: PresenceStatus) -> Self {
        match status {
            PresenceStatus::Online => Self::Online,
            PresenceStatus::Idle => Self::Idle,
            PresenceStatus::Dnd => Self::Dnd,
            PresenceStatus::Invisible => Self::Invisible,
        }
    }
}

impl From<cache::Settings> for Settings {
    fn from(settings: cache::Settings) -> Self {
        Self { direct_messages: settings.direct_messages.into(), status: settings.status.into(), push_text: settings.push_text }
    }
}
