//! What is announced of member lists.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::Type},
};

use crate::{
    events::Event,
    features::{members::view::Member, presence::view::Presence},
    kernel::{ChannelId, GuildId, Intents, RoleId},
};

/// CHATSPACE_MEMBER_LIST_UPDATE: the answer to a client that looks at the member list of a channel, and what changes of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberListUpdate {
    pub guild_id: GuildId,
    pub channel_id: ChannelId,
    /// Those who may view the channel.
    pub member_count: usize,
    /// Those of them who are not offline.
    pub online_count: usize,
    /// How many rows the list has: for each group a header and its members. Of a guild with more than 1000 members, those
    /// offline have a header and no rows.
    pub row_count: usize,
    /// In the order of the list; an empty group is left out.
    pub groups: Vec<ListGroup>,
    /// The ranges that were asked for, in an answer; later those that have changed. Each replaces what stood there.
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

/// Rows of a member list, from `first` on, counted from 0 with the headers. Fewer than were asked for at its end.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MemberListRange)]
pub struct ListRange {
    pub first: usize,
    pub items: Vec<ListItem>,
}

/// One row of a member list, or several that were told before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = MemberListItem)]
pub enum ListItem {
    Group {
        group: ListGroup,
    },
    #[schema(value_type = ListMember)]
    Member(Arc<RawValue>),
    /// Only for a client that has asked for it.
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

/// Rows as they stood in the list that was told before this change, by their places then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MemberListSameRows)]
pub struct SameRows {
    pub first: usize,
    pub count: usize,
}

impl Event for MemberListUpdate {
    const NAME: &'static str = "CHATSPACE_MEMBER_LIST_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
