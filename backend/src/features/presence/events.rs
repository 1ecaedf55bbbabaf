//! What is announced of presence.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::Presence;
use crate::{
    events::Event,
    kernel::{GuildId, Intents},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresenceUpdate {
    pub guild_id: GuildId,
    #[serde(flatten)]
    pub presence: Presence,
}

impl Event for PresenceUpdate {
    const NAME: &'static str = "PRESENCE_UPDATE";
    const INTENTS: Intents = Intents::GUILD_PRESENCES;
}

/// CHATSPACE_PRESENCE_UPDATE, to those who have an open conversation with the user.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct PrivatePresenceUpdate(pub Presence);

impl Event for PrivatePresenceUpdate {
    const NAME: &'static str = "CHATSPACE_PRESENCE_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
