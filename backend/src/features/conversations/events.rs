//! What is announced of conversations, to each of those who are in one.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::PrivateChannel;
use crate::{
    events::{Event, OwnEvent},
    kernel::{ChannelId, Intents},
};

/// It is in one's list now, or has changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct PrivateChannelUpdate(pub PrivateChannel);

impl Event for PrivateChannelUpdate {
    const NAME: &'static str = "CHATSPACE_PRIVATE_CHANNEL_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

/// It is not in one's list any more: closed, left, or one was taken out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrivateChannelDelete {
    pub id: ChannelId,
}

impl Event for PrivateChannelDelete {
    const NAME: &'static str = "CHATSPACE_PRIVATE_CHANNEL_DELETE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for PrivateChannelDelete {}
