//! Events of presences.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{GuildId, Intents},
    wire::presence::Presence,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<PresenceUpdate>(), EventKind::of::<DmPresenceUpdate>()];

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresenceUpdate {
    pub guild_id: GuildId,
    #[serde(flatten)]
    pub presence: Presence,
}

impl Event for PresenceUpdate {
    const NAME: &'static str = "PRESENCE_UPDATE";
    const DESCRIPTION: &'static str = "A presence changed";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILD_PRESENCES;
}

/// `CHATSPACE_PRESENCE_UPDATE`, to users with an open DM channel with the user.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct DmPresenceUpdate(pub Presence);

impl Event for DmPresenceUpdate {
    const NAME: &'static str = "CHATSPACE_PRESENCE_UPDATE";
    const DESCRIPTION: &'static str = "The presence of a DM recipient changed";
    const AUDIENCE: AudienceKind = AudienceKind::DM;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
