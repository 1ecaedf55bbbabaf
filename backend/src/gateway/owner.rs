//! Who a session belongs to.

use crate::{
    events::Envelope,
    kernel::{Intents, MessageId, SessionId, UserId},
};

/// Who a session belongs to, and what it asked for.
#[derive(Debug, Clone)]
pub struct Owner {
    pub user: UserId,
    pub session_id: SessionId,
    pub intents: Intents,
    /// Whether it knows the opcodes that are only ChatSpace's.
    pub extended: bool,
    /// Messages that were sent before it began have lower ids.
    pub since: MessageId,
}

impl Owner {
    /// Whether the client asked for events of this kind, and knows them.
    pub fn wants(&self, envelope: &Envelope) -> bool {
        self.intents.contains(envelope.intents) && (self.extended || !envelope.extended)
    }
}
