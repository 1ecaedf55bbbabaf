//! Events of guilds.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, Guard},
    kernel::{GuildId, Intents, Permissions},
    wire::guild::{Guild, GuildCreate},
};

/// The events declared here.
pub const EVENTS: &[EventKind] =
    &[EventKind::of::<GuildCreate>(), EventKind::of::<GuildUpdate>(), EventKind::of::<GuildDelete>()];

impl Event for GuildCreate {
    const NAME: &'static str = "GUILD_CREATE";
    const DESCRIPTION: &'static str = "A guild became available, at the start of the session or by joining";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;
}

/// `GUILD_UPDATE`. The system channel is omitted for receivers who may not view it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct GuildUpdate(pub Guild);

impl Event for GuildUpdate {
    const NAME: &'static str = "GUILD_UPDATE";
    const DESCRIPTION: &'static str = "A guild changed";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;

    fn guard(&self) -> Option<Guard> {
        let needed = Permissions::VIEW_CHANNEL;
        self.0.system_channel_id.map(|channel| Guard { channel, needed, since: None, has_secret: true })
    }

    fn redacted(&self) -> Option<Self> {
        self.0.system_channel_id.map(|_| Self(Guild { system_channel_id: None, ..self.0.clone() }))
    }
}

/// The guild was deleted, or the session's user left or was kicked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildDelete {
    pub id: GuildId,
}

impl Event for GuildDelete {
    const NAME: &'static str = "GUILD_DELETE";
    const DESCRIPTION: &'static str = "A guild was deleted, or the session's user left it";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILDS;
}
