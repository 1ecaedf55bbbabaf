//! Events of roles.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{GuildId, Intents, RoleId},
    wire::role::Role,
};

/// The events declared here.
pub const EVENTS: &[EventKind] =
    &[EventKind::of::<RoleCreate>(), EventKind::of::<RoleUpdate>(), EventKind::of::<GuildRoleDelete>()];

/// A role with the id of its guild.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildRole {
    pub guild_id: GuildId,
    pub role: Role,
}

/// `GUILD_ROLE_CREATE`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct RoleCreate(pub GuildRole);

impl Event for RoleCreate {
    const NAME: &'static str = "GUILD_ROLE_CREATE";
    const DESCRIPTION: &'static str = "A role was created";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;
}

/// `GUILD_ROLE_UPDATE`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct RoleUpdate(pub GuildRole);

impl Event for RoleUpdate {
    const NAME: &'static str = "GUILD_ROLE_UPDATE";
    const DESCRIPTION: &'static str = "A role changed";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildRoleDelete {
    pub guild_id: GuildId,
    pub role_id: RoleId,
}

impl Event for GuildRoleDelete {
    const NAME: &'static str = "GUILD_ROLE_DELETE";
    const DESCRIPTION: &'static str = "A role was deleted";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;
}
