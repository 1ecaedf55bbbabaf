//! Events: what clients are told. An event is encoded once and shared by all who get it.
//!
//! Invariants: every event has an audience, so there is no way to announce to everybody. Every audience names the place whose right
//! is asked again at replay, except that of an event about its one receiver alone, which only [`OwnEvent`]s can have.

mod audience;
mod envelope;
mod kind;

pub use audience::{Audience, AudienceKind, Own};
pub use envelope::{DISPATCH, Envelope, Event, Guard, OwnEvent, Serialized, serialize};
pub use kind::{EventKind, Schemas};
