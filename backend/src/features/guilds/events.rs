//! What is announced of guilds.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::{Guild, GuildCreate};
use crate::{
    events::Event,
    kernel::{GuildId, Intents},
};

impl Event for GuildCreate {
    const NAME: &'static str = "GUILD_CREATE";
    const INTENTS: Intents = Intents::GUILDS;
}

/// GUILD_UPDATE.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct GuildUpdate(pub Guild);

impl Event for GuildUpdate {
    const NAME: &'static str = "GUILD_UPDATE";
    const INTENTS: Intents = Intents::GUILDS;
}

/// The guild is gone for the one who is told: deleted, left, or put out of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildDelete {
    pub id: GuildId,
}

impl Event for GuildDelete {
    const NAME: &'static str = "GUILD_DELETE";
    const INTENTS: Intents = Intents::GUILDS;
}
