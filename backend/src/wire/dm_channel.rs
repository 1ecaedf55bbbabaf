//! The DM channel object of the API, as one recipient sees it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    cache::{self, DmChannelKind, Model},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
    wire::user::User,
};

/// A DM channel (`type` 1) or a group DM (`type` 3), which has a name, an icon and an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DmChannel {
    pub id: ChannelId,
    #[serde(rename = "type")]
    #[schema(examples(1))]
    pub kind: i64,
    /// The other recipients, in the order in which they were added.
    pub recipients: Vec<User>,
    #[schema(required = true)]
    pub last_message_id: Option<MessageId>,
    /// When the newest of its pins was pinned.
    #[schema(required = true)]
    pub last_pin_timestamp: Option<Timestamp>,
    pub flags: u32,
    /// Name of a group DM, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, examples("Tea friends"))]
    pub name: Option<Option<String>>,
    /// Icon of a group DM: 32 hexadecimal digits, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub icon: Option<Option<String>>,
    /// Owner of a group DM.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owner_id: Option<UserId>,
}

impl DmChannel {
    /// As `viewer` sees it.
    pub fn seen_by(model: &Model, dm: &cache::DmChannel, viewer: UserId) -> Self {
        let is_group = dm.kind == DmChannelKind::GroupDm;
        let mut others: Vec<_> = dm.recipients.iter().filter(|(user, _)| **user != viewer).collect();
        others.sort_by_key(|(user, recipient)| (recipient.since, **user));
        Self {
            id: dm.id,
            kind: dm.kind.number(),
            recipients: others.into_iter().filter_map(|(user, _)| model.user(*user)).map(User::from).collect(),
            last_message_id: dm.last_message,
            last_pin_timestamp: dm.last_pin,
            flags: 0,
            name: is_group.then(|| dm.name.clone()),
            icon: is_group.then(|| dm.icon.clone()),
            owner_id: dm.owner,
        }
    }

    /// With the changed profile of a recipient.
    pub fn with_user(mut self, user: User) -> Self {
        if let Some(shown) = self.recipients.iter_mut().find(|shown| shown.id == user.id) {
            *shown = user;
        }
        self
    }

    /// The open DM channels of a user, by id.
    pub fn open_for(model: &Model, viewer: UserId) -> Vec<Self> {
        let open = model.open_dm_channels_of(viewer);
        open.map(|dm| Self::seen_by(model, dm, viewer)).collect()
    }
}
