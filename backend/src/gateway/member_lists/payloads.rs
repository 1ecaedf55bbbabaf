//! Events of member lists.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{Schema, Type},
    },
};

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{ChannelId, GuildId, Intents, RoleId},
    wire::{member::Member, presence::Presence},
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<MemberListUpdate>()];

/// `CHATSPACE_MEMBER_LIST_UPDATE`: rows of a channel's member list for a subscribed session, and their changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberListUpdate {
    pub guild_id: GuildId,
    pub channel_id: ChannelId,
    /// Number of members who may view the channel.
    pub member_count: usize,
    /// Number of those members who are not offline.
    pub online_count: usize,
    /// Number of rows: a header and the members of each group. In guilds with more than 1000 members, offline members have a
    /// header and no rows.
    pub row_count: usize,
    /// Groups in list order, without empty ones.
    pub groups: Vec<ListGroup>,
    /// In the first event the requested ranges, later the changed ones. Each replaces the previous rows.
    pub ranges: Vec<ListRange>,
}

/// A group of a member list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MemberListGroup)]
pub struct ListGroup {
    pub id: ListGroupId,
    #[schema(examples(12))]
    pub count: usize,
}

/// What a group has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListGroupId {
    Role(RoleId),
    Online,
    Offline,
}

impl Serialize for ListGroupId {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Role(role) => role.serialize(out),
            Self::Online => out.serialize_str("online"),
            Self::Offline => out.serialize_str("offline"),
        }
    }
}

impl PartialSchema for ListGroupId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The id of a role, or `online`, or `offline`."))
            .examples([serde_json::json!("online")])
            .into()
    }
}

impl ToSchema for ListGroupId {
    fn name() -> std::borrow::Cow<'static, str> {
        "MemberListGroupId".into()
    }
}

/// Rows of a member list from `first` on, counted from 0 including headers. At the end of the list there may be fewer than
/// requested.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MemberListRange)]
pub struct ListRange {
    pub first: usize,
    pub items: Vec<ListItem>,
}

/// One row of a member list, or a reference to rows that were sent before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = MemberListItem)]
pub enum ListItem {
    Group {
        group: ListGroup,
    },
    #[schema(value_type = ListMember)]
    Member(Arc<RawValue>),
    /// Only for clients that requested it.
    Same {
        same: SameRows,
    },
}

/// A member in a member list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MemberListMember)]
pub struct ListMember {
    pub member: Member,
    pub presence: Presence,
}

/// Rows of the list as it was sent before this change, by their previous positions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MemberListSameRows)]
pub struct SameRows {
    pub first: usize,
    pub count: usize,
}

impl Event for MemberListUpdate {
    const NAME: &'static str = "CHATSPACE_MEMBER_LIST_UPDATE";
    const DESCRIPTION: &'static str = "The subscribed rows of a member list, and their changes";
    const AUDIENCE: AudienceKind = AudienceKind::CHANNEL;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
