//! Events of the gateway. An event is encoded once and shared by all receivers.
//!
//! Invariants: every event has an audience; there is no broadcast to everyone. Every audience names the scope whose permissions
//! are checked again at replay, except that of an event about its one receiver only, which only [`OwnEvent`]s can have.

mod audience;
mod envelope;
mod kind;

pub use audience::{Audience, AudienceKind, Own};
pub use envelope::{DISPATCH, Envelope, Event, Guard, OwnEvent, Serialized, serialize};
pub use kind::{EventKind, Schemas};
