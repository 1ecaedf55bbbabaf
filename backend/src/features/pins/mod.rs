//! Pinned messages of a channel.
//!
//! Invariants: a pin is a time in the row of its message, so it goes with it. No two pins of a channel have the same time, and later ones
//! have later times, whatever the clock shows. Only users who may read the history of a channel see its pins.

mod actions;
pub mod events;
pub mod http;
mod rules;
pub mod view;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, events: events::EVENTS, sizes: rules::SIZES, ..Slice::EMPTY };
