//! Roles. A guild has @everyone from the start; members and the owner get their permissions from it and from ownership. A bot has
//! a managed role in each of its guilds, which is created and deleted with its membership and given to nobody else. There are no
//! routes to create other roles yet; the permission engine supports them.

pub mod actions;
pub mod events;
pub mod http;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, events: events::EVENTS, ..Slice::EMPTY };
