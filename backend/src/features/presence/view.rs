//! The wire's Presence.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::UserId;

/// What others see of a user's connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Online,
    Idle,
    Dnd,
    Offline,
}

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
    pub desktop: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
}
