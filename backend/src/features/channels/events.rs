//! What is announced of channels. Who gains sight of a channel is told that it was made; who loses it, that it is gone.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::Channel;
use crate::{events::Event, kernel::Intents};

macro_rules! channel_events {
    ($($name:ident = $wire:literal),+ $(,)?) => {$(
        #[doc = $wire]
        #[derive(Debug, Clone, Serialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Channel);

        impl Event for $name {
            const NAME: &'static str = $wire;
            const INTENTS: Intents = Intents::GUILDS;
        }
    )+};
}

channel_events! {
    ChannelCreate = "CHANNEL_CREATE",
    ChannelUpdate = "CHANNEL_UPDATE",
    ChannelDelete = "CHANNEL_DELETE",
}
