//! What is announced of read states.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::ReadState;
use crate::{events::Event, kernel::Intents};

/// Read states that have changed in another way than by messages; to all sessions of their user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageAck {
    pub read_states: Vec<ReadState>,
}

impl Event for MessageAck {
    const NAME: &'static str = "CHATSPACE_MESSAGE_ACK";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}
