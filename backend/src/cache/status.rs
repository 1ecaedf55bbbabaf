//! Statuses of users.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The visible status of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum VisibleStatus {
    Online,
    Idle,
    Dnd,
    Offline,
}

/// The chosen status, for one session or for all. The greatest of all sessions counts. "Offline" is no choice, since it means no
/// session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum PresenceStatus {
    Invisible,
    Idle,
    Online,
    Dnd,
}

impl PresenceStatus {
    /// Parses the name in the API; `None` if it is unknown.
    pub fn from_wire(name: &str) -> Option<Self> {
        match name {
            "online" => Some(Self::Online),
            "idle" => Some(Self::Idle),
            "dnd" => Some(Self::Dnd),
            "invisible" | "offline" => Some(Self::Invisible),
            _ => None,
        }
    }

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Idle => "idle",
            Self::Dnd => "dnd",
            Self::Invisible => "invisible",
        }
    }

    pub(super) const fn seen(self) -> VisibleStatus {
        match self {
            Self::Invisible => VisibleStatus::Offline,
            Self::Idle => VisibleStatus::Idle,
            Self::Online => VisibleStatus::Online,
            Self::Dnd => VisibleStatus::Dnd,
        }
    }
}
