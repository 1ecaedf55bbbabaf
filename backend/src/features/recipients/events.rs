//! Events of DM channels, to their recipients.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    kernel::{ChannelId, Intents},
    wire::dm_channel,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<DmChannelUpdate>(), EventKind::of::<DmChannelDelete>()];

/// A DM channel was opened or has changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct DmChannelUpdate(pub dm_channel::DmChannel);

impl Event for DmChannelUpdate {
    const NAME: &'static str = "CHATSPACE_DM_CHANNEL_UPDATE";
    const DESCRIPTION: &'static str = "A DM channel entered the user's list or changed";
    const AUDIENCE: AudienceKind = AudienceKind::DM;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

/// A DM channel left the user's list: it was closed or left, or the user was removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DmChannelDelete {
    pub id: ChannelId,
}

impl Event for DmChannelDelete {
    const NAME: &'static str = "CHATSPACE_DM_CHANNEL_DELETE";
    const DESCRIPTION: &'static str = "A DM channel left the user's list";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for DmChannelDelete {}
