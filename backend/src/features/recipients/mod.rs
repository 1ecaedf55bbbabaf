//! The recipients of DM channels, and events to them.
//!
//! The part of DM channels that `messages` and `users` need; opening and changing them is in `dms`.

pub mod actions;
pub mod events;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { events: events::EVENTS, message_positions: &[("recipients", "since_id")], ..Slice::EMPTY };
