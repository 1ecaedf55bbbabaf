//! The presence object of the API.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

pub use crate::cache::VisibleStatus;
use crate::{
    access,
    cache::{CustomStatus, DmChannel, Guild, Model, Presences},
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
    pub status: VisibleStatus,
    pub activities: Vec<Activity>,
    pub client_status: ClientStatus,
}

/// The status by kind of device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClientStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub desktop: Option<VisibleStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mobile: Option<VisibleStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub web: Option<VisibleStatus>,
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

/// The type of a custom status activity, and the name that client libraries expect.
const CUSTOM: (u8, &str) = (4, "Custom Status");

impl From<&CustomStatus> for Activity {
    fn from(status: &CustomStatus) -> Self {
        let (kind, name) = CUSTOM;
        Self { name: name.to_owned(), kind, state: Some(status.text.clone()), created_at: status.since.as_ms() }
    }
}

impl Presence {
    /// The activities of a user; none while offline.
    pub fn new(model: &Model, user: UserId, status: VisibleStatus) -> Self {
        let client_status = if status == VisibleStatus::Offline {
            ClientStatus::default()
        } else {
            ClientStatus { web: Some(status), ..ClientStatus::default() }
        };
        let told = model.user(user).filter(|_| status != VisibleStatus::Offline);
        let activities = told.and_then(|user| user.custom_status.as_ref()).map(Activity::from).into_iter().collect();
        Self { user: PresenceUser { id: user }, status, activities, client_status }
    }

    /// The members of a guild who are not offline.
    pub fn of_guild(model: &Model, presences: &Presences, guild: &Guild) -> Vec<Self> {
        presences.online(guild).into_iter().map(|(user, status)| Self::new(model, user, status)).collect()
    }
}

/// The recipients of a user's open DM channels who are not offline.
pub fn in_dm_channels(model: &Model, presences: &Presences, user: UserId) -> Vec<Presence> {
    let seen = |dm: &DmChannel, other: &UserId| access::may_see(model, dm, user, *other);
    let open = model.open_dm_channels_of(user);
    let others: BTreeSet<UserId> = open.flat_map(|dm| dm.others(user).filter(|other| seen(dm, other))).collect();
    let told = others.into_iter().map(|other| (other, presences.status(other)));
    told.filter(|(_, status)| *status != VisibleStatus::Offline)
        .map(|(other, status)| Presence::new(model, other, status))
        .collect()
}
