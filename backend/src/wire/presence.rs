//! The wire's Presence.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

pub use crate::cache::Status;
use crate::{
    access,
    cache::{Conversation, CustomStatus, Guild, Model, Presences},
    kernel::UserId,
};

/// The user of a presence: only the id.
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

/// The status by kind of device.
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

/// An activity of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Activity {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    /// The text of a custom status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub state: Option<String>,
    /// Unix time in milliseconds.
    pub created_at: i64,
}

/// The kind of an activity that is a text of the user's own, and the name that client libraries expect of it.
const CUSTOM: (u8, &str) = (4, "Custom Status");

impl From<&CustomStatus> for Activity {
    fn from(status: &CustomStatus) -> Self {
        let (kind, name) = CUSTOM;
        Self { name: name.to_owned(), kind, state: Some(status.text.clone()), created_at: status.since.as_ms() }
    }
}

impl Presence {
    /// Of a user; who is offline does nothing.
    pub fn new(model: &Model, user: UserId, status: Status) -> Self {
        let client_status = if status == Status::Offline {
            ClientStatus::default()
        } else {
            ClientStatus { web: Some(status), ..ClientStatus::default() }
        };
        let told = model.user(user).filter(|_| status != Status::Offline);
        let activities = told.and_then(|user| user.custom_status.as_ref()).map(Activity::from).into_iter().collect();
        Self { user: PresenceUser { id: user }, status, activities, client_status }
    }

    /// Those of the members of a guild who are not offline.
    pub fn of_guild(model: &Model, presences: &Presences, guild: &Guild) -> Vec<Self> {
        presences.online(guild).into_iter().map(|(user, status)| Self::new(model, user, status)).collect()
    }
}

/// Those of the people in a user's open conversations who are not offline.
pub fn in_conversations(model: &Model, presences: &Presences, user: UserId) -> Vec<Presence> {
    let seen = |conversation: &Conversation, other: &UserId| access::may_see(model, conversation, user, *other);
    let open = model.open_conversations_of(user);
    let others: BTreeSet<UserId> =
        open.flat_map(|conversation| conversation.others(user).filter(|other| seen(conversation, other))).collect();
    let told = others.into_iter().map(|other| (other, presences.status(other)));
    told.filter(|(_, status)| *status != Status::Offline).map(|(other, status)| Presence::new(model, other, status)).collect()
}
