//! Actions on push notifications.

mod key;
mod outbox;
mod subscriptions;
mod triggers;

pub use super::rules::Outcome;
pub use key::adopt_key;
pub use outbox::{DuePush, Tried, due, settle};
pub use subscriptions::{NewSubscription, end, exported, forget_ended, list, remove, subscribe};
pub use triggers::{PushTrigger, enqueue};
