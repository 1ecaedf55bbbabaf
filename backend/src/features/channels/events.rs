//! What is announced of channels. Who gains sight of a channel is told that it was made; who loses it, that it is gone. Receivers
//! who may not view its category are not told which one it is.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::Channel;
use crate::{
    events::{Event, Guard},
    kernel::{Intents, Permissions},
};

macro_rules! channel_events {
    ($($name:ident = $wire:literal),+ $(,)?) => {$(
        #[doc = $wire]
        #[derive(Debug, Clone, Serialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Channel);

        impl Event for $name {
            const NAME: &'static str = $wire;
            const INTENTS: Intents = Intents::GUILDS;

            fn guard(&self) -> Option<Guard> {
                let needed = Permissions::VIEW_CHANNEL;
                self.0.parent_id.map(|channel| Guard { channel, needed, since: None, has_secret: true })
            }

            fn redacted(&self) -> Option<Self> {
                self.0.parent_id.map(|_| Self(Channel { parent_id: None, ..self.0.clone() }))
            }
        }
    )+};
}

channel_events! {
    ChannelCreate = "CHANNEL_CREATE",
    ChannelUpdate = "CHANNEL_UPDATE",
    ChannelDelete = "CHANNEL_DELETE",
}
