//! Events of read states.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::ReadState;
use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::Intents,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<MessageAck>()];

/// Read states that changed other than by new messages, for all sessions of the user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageAck {
    pub read_states: Vec<ReadState>,
}

impl Event for MessageAck {
    const NAME: &'static str = "CHATSPACE_MESSAGE_ACK";
    const DESCRIPTION: &'static str = "Read states changed other than by new messages";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
