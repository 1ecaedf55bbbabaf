//! Guilds: creating, changing, deleting and leaving them.
//!
//! Invariants: a guild has an owner who is a member, the role @everyone, and initially a text channel.

pub mod actions;
pub mod http;
mod icon;
pub mod requests;
mod rules;
mod store;

use crate::{slice::Slice, wire::guild_events};

pub static SLICE: Slice =
    Slice { routes: http::routes, events: guild_events::EVENTS, sizes: rules::SIZES, rates: rules::RATES, ..Slice::EMPTY };
