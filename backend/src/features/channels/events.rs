//! Events of channels. Users who gain access to a channel receive its creation; users who lose access receive its deletion. The
//! category is omitted for receivers who cannot view it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, Guard},
    kernel::{Intents, Permissions},
    wire::channel::Channel,
};

macro_rules! channel_events {
    ($($name:ident = $wire:literal, $description:literal, $audience:expr;)+) => {
        $(
            #[doc = $description]
            #[derive(Debug, Clone, Serialize, ToSchema)]
            #[serde(transparent)]
            pub struct $name(pub Channel);

            impl Event for $name {
                const NAME: &'static str = $wire;
                const DESCRIPTION: &'static str = $description;
                const AUDIENCE: AudienceKind = $audience;
                const INTENTS: Intents = Intents::GUILDS;

                fn guard(&self) -> Option<Guard> {
                    let needed = Permissions::VIEW_CHANNEL;
                    self.0.parent_id.map(|channel| Guard { channel, needed, since: None, has_secret: true })
                }

                fn redacted(&self) -> Option<Self> {
                    self.0.parent_id.map(|_| Self(Channel { parent_id: None, ..self.0.clone() }))
                }
            }
        )+

        /// The events declared here.
        pub const EVENTS: &[EventKind] = &[$(EventKind::of::<$name>()),+];
    };
}

channel_events! {
    ChannelCreate = "CHANNEL_CREATE", "A channel was created or became visible", AudienceKind::CHANNEL;
    ChannelUpdate = "CHANNEL_UPDATE", "A channel changed", AudienceKind::CHANNEL;
    ChannelDelete = "CHANNEL_DELETE", "A channel was deleted or became invisible", AudienceKind::CHANNEL.union(AudienceKind::GUILD);
}
