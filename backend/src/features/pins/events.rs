//! Events of pins.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{ChannelId, GuildId, Intents, Timestamp},
};

/// The events that are declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<ChannelPinsUpdate>()];

/// A message of a channel was pinned, or is no longer pinned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelPinsUpdate {
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub channel_id: ChannelId,
    /// When the newest of its pins was pinned.
    #[schema(required = true)]
    pub last_pin_timestamp: Option<Timestamp>,
}

impl Event for ChannelPinsUpdate {
    const NAME: &'static str = "CHANNEL_PINS_UPDATE";
    const DESCRIPTION: &'static str = "A message was pinned, or is no longer pinned";
    const AUDIENCE: AudienceKind = AudienceKind::CHANNEL.union(AudienceKind::DM);
    const INTENTS: Intents = Intents::GUILDS.union(Intents::DIRECT_MESSAGES);

    fn intents(&self) -> Intents {
        if self.guild_id.is_some() { Intents::GUILDS } else { Intents::DIRECT_MESSAGES }
    }
}
