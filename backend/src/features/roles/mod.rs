//! Roles. A guild has @everyone from the start; owner and member are what the permission engine makes of ownership and
//! that role. A bot has a managed role in each guild that it is in: it comes and goes with the bot and is given to nobody else.
//! Screens and routes to make further roles are not there yet; the engine knows them.

pub mod actions;
pub mod events;
pub mod http;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, events: events::EVENTS, ..Slice::EMPTY };
