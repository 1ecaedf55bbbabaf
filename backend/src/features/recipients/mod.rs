//! The recipients of DM channels: who has one in their list, and what they are told of it.
//!
//! It is what `messages` and `users` need of DM channels; how one is opened and changed is the business of `dm_channels`.

pub mod actions;
pub mod events;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { events: events::EVENTS, message_positions: &[("recipients", "since_id")], ..Slice::EMPTY };
