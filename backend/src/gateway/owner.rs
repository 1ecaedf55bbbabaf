//! The owner of a session.

use crate::{
    events::Envelope,
    kernel::{Intents, MessageId, SessionId, UserId},
};

/// The owner of a session, and its options.
#[derive(Debug, Clone)]
pub struct Owner {
    pub user: UserId,
    pub session_id: SessionId,
    pub intents: Intents,
    /// Whether it uses the ChatSpace extensions.
    pub extended: bool,
    /// Messages sent before it started have lower ids.
    pub since: MessageId,
}

impl Owner {
    /// Whether the client gets events of this kind.
    pub fn wants(&self, envelope: &Envelope) -> bool {
        self.intents.contains(envelope.intents) && (self.extended || !envelope.extended)
    }
}
