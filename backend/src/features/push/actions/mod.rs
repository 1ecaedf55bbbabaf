//! What can be done with pushes.

mod arrivals;
mod key;
mod outbox;
mod subscriptions;

pub use super::rules::Outcome;
pub use arrivals::{Arrival, announce};
pub use key::adopt_key;
pub use outbox::{DuePush, Tried, due, settle};
pub use subscriptions::{NewSubscription, end, forget_ended, kept, list, remove, subscribe};
