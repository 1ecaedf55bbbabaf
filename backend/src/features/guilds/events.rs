//! What is announced of guilds.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::{Guild, GuildCreate};
use crate::{
    events::{Event, Guard},
    kernel::{GuildId, Intents, Permissions},
};

impl Event for GuildCreate {
    const NAME: &'static str = "GUILD_CREATE";
    const INTENTS: Intents = Intents::GUILDS;
}

/// GUILD_UPDATE. Receivers who may not view the system channel are not told which one it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct GuildUpdate(pub Guild);

impl Event for GuildUpdate {
    const NAME: &'static str = "GUILD_UPDATE";
    const INTENTS: Intents = Intents::GUILDS;

    fn guard(&self) -> Option<Guard> {
        let needed = Permissions::VIEW_CHANNEL;
        self.0.system_channel_id.map(|channel| Guard { channel, needed, since: None, has_secret: true })
    }

    fn redacted(&self) -> Option<Self> {
        self.0.system_channel_id.map(|_| Self(Guild { system_channel_id: None, ..self.0.clone() }))
    }
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
