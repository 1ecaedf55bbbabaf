//! What can be seen of the running server: which request something is done for, counts and times, and what matters to safety.
//!
//! Invariants: on the way of a message there is no lock and no look-up by name here, only additions to atomic numbers. What a
//! count is divided by is known at start, so the number of series never grows (a route has one for slow steps only after its first), and none of them names a person or a place.

pub mod clock;
mod codes;
pub mod metrics;
pub mod request;
pub mod security;

pub use clock::{ClockJump, ClockWatch};
pub use metrics::metrics;
pub(crate) use security::security_event;
