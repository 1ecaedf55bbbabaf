//! What is announced of roles.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::Role;
use crate::{
    events::Event,
    kernel::{GuildId, Intents, RoleId},
};

/// A role of a guild, in an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildRole {
    pub guild_id: GuildId,
    pub role: Role,
}

/// GUILD_ROLE_CREATE.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct RoleCreate(pub GuildRole);

impl Event for RoleCreate {
    const NAME: &'static str = "GUILD_ROLE_CREATE";
    const INTENTS: Intents = Intents::GUILDS;
}

/// GUILD_ROLE_UPDATE.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct RoleUpdate(pub GuildRole);

impl Event for RoleUpdate {
    const NAME: &'static str = "GUILD_ROLE_UPDATE";
    const INTENTS: Intents = Intents::GUILDS;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildRoleDelete {
    pub guild_id: GuildId,
    pub role_id: RoleId,
}

impl Event for GuildRoleDelete {
    const NAME: &'static str = "GUILD_ROLE_DELETE";
    const INTENTS: Intents = Intents::GUILDS;
}
