//! The role object of the API.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    cache,
    kernel::{Permissions, RoleId, UserId},
};

/// A role of a guild. The one with the guild's id is @everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Role {
    pub id: RoleId,
    #[schema(examples("@everyone"))]
    pub name: String,
    /// RGB as an integer; 0 is no color.
    pub color: u32,
    pub colors: RoleColors,
    pub hoist: bool,
    #[schema(required = true)]
    pub icon: Option<String>,
    #[schema(required = true)]
    pub unicode_emoji: Option<String>,
    /// Position in the hierarchy, higher above lower; @everyone is 0.
    pub position: i64,
    pub permissions: Permissions,
    pub managed: bool,
    pub mentionable: bool,
    pub flags: u32,
    /// The bot of a managed role; absent for other roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tags: Option<RoleTags>,
}

/// The bot of a managed role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleTags {
    pub bot_id: UserId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleColors {
    pub primary_color: u32,
    #[schema(required = true)]
    pub secondary_color: Option<u32>,
    #[schema(required = true)]
    pub tertiary_color: Option<u32>,
}

impl From<&cache::Role> for Role {
    fn from(role: &cache::Role) -> Self {
        Self {
            id: role.id,
            name: role.name.clone(),
            color: role.color,
            colors: RoleColors { primary_color: role.color, secondary_color: None, tertiary_color: None },
            hoist: role.hoist,
            icon: None,
            unicode_emoji: None,
            position: role.position,
            permissions: role.permissions,
            managed: role.managed,
            mentionable: role.mentionable,
            flags: 0,
            tags: role.bot.map(|bot_id| RoleTags { bot_id }),
        }
    }
}
