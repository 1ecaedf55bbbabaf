//! Channels of a guild: text channels and categories, their order, and who may do what in them.
//!
//! Invariants: a channel's parent is a category of the same guild; categories do not nest. Whoever gains or loses sight of
//! a channel by a change is told so.

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
