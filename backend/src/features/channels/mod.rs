//! Guild channels: text channels and categories, their order, and their overwrites.
//!
//! Invariants: the parent of a channel is a category of the same guild; categories do not nest. Users who gain or lose access to
//! a channel are notified.

pub mod actions;
pub mod events;
pub mod http;
mod overwrites;
pub mod requests;
mod rules;
mod store;
mod visibility;

use crate::slice::Slice;

pub static SLICE: Slice =
    Slice { routes: http::routes, events: events::EVENTS, sizes: rules::SIZES, rates: rules::RATES, ..Slice::EMPTY };
