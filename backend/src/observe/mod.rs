//! Observability: request ids, metrics, and security events.
//!
//! Invariants: counting takes no lock and no lookup by name on the path of a message, only atomic additions. Label values are
//! known at start, so the number of series is constant (a route has one for slow polls only after its first), and none of them
//! names a user or a guild.

pub mod clock;
mod codes;
pub mod metrics;
pub mod request;
pub mod security;

pub use clock::{ClockJump, ClockWatch};
pub use metrics::metrics;
pub(crate) use security::security_event;
