//! The member object of the API, in its three forms: with the user, without it, and with the guild's id.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    cache::{self, Guild, Model},
    kernel::{GuildId, RoleId, Timestamp, UserId},
    wire::user::User,
};

/// A member without its user, as in messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartialMember {
    #[schema(required = true)]
    pub nick: Option<String>,
    #[schema(required = true)]
    pub avatar: Option<String>,
    #[schema(required = true)]
    pub banner: Option<String>,
    /// Role ids, without @everyone.
    pub roles: Vec<RoleId>,
    pub joined_at: Timestamp,
    #[schema(required = true)]
    pub premium_since: Option<Timestamp>,
    #[schema(required = true)]
    pub communication_disabled_until: Option<Timestamp>,
    pub deaf: bool,
    pub mute: bool,
    pub pending: bool,
    pub flags: u32,
}

/// A user in a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Member {
    pub user: User,
    #[serde(flatten)]
    pub member: PartialMember,
}

/// The same, serialized only when it is sent: until then it shares the users with the model.
#[derive(Debug, Clone)]
pub struct SharedMember {
    user: Arc<cache::User>,
    member: Arc<cache::Member>,
}

/// A member with the id of its guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GuildMember {
    pub guild_id: GuildId,
    #[serde(flatten)]
    pub member: Member,
}

impl From<&cache::Member> for PartialMember {
    fn from(member: &cache::Member) -> Self {
        Self {
            nick: member.nick.clone(),
            avatar: None,
            banner: None,
            roles: member.roles.clone(),
            joined_at: member.joined_at,
            premium_since: None,
            communication_disabled_until: member.timed_out_until,
            deaf: false,
            mute: false,
            pending: false,
            flags: 0,
        }
    }
}

impl Member {
    /// `None` if the user is no member, or unknown to the model.
    pub fn of(model: &Model, guild: &Guild, user: UserId) -> Option<Self> {
        Self::new(model, guild.members.get(&user)?)
    }

    pub fn new(model: &Model, member: &cache::Member) -> Option<Self> {
        Some(Self { user: User::from(model.user(member.user)?), member: PartialMember::from(member) })
    }
}

impl SharedMember {
    /// `None` if the user is unknown to the model.
    pub fn new(model: &Model, member: &Arc<cache::Member>) -> Option<Self> {
        Some(Self { user: model.shared_user(member.user)?, member: member.clone() })
    }

    /// All members, by user id.
    pub fn all(model: &Model, guild: &Guild) -> Vec<Self> {
        guild.members.values().filter_map(|member| Self::new(model, member)).collect()
    }
}

impl Serialize for SharedMember {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Member { user: User::from(&*self.user), member: PartialMember::from(&*self.member) }.serialize(serializer)
    }
}
