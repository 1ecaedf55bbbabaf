//! The wire's Presence.

use serde::Serialize;
use utoipa::ToSchema;

pub use crate::cache::Status;
use crate::{
    cache::{Guild, Presences},
    kernel::UserId,
};

/// A user in a presence: the id and nothing more, for one library takes any second key for a whole user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PresenceUser {
    pub id: UserId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Presence {
    pub user: PresenceUser,
    pub status: Status,
    pub activities: Vec<Activity>,
    pub client_status: ClientStatus,
}

/// Where the user is connected from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClientStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub desktop: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mobile: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub web: Option<Status>,
}

/// What a user is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Activity {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

impl Presence {
    pub fn new(user: UserId, status: Status) -> Self {
        let client_status = if status == Status::Offline {
            ClientStatus::default()
        } else {
            ClientStatus { web: Some(status), ..ClientStatus::default() }
        };
        Self { user: PresenceUser { id: user }, status, activities: Vec::new(), client_status }
    }

    /// Those of the members of a guild who are not offline.
    pub fn of_guild(presences: &Presences, guild: &Guild) -> Vec<Self> {
        presences.online(guild).into_iter().map(|(user, status)| Self::new(user, status)).collect()
    }
}
