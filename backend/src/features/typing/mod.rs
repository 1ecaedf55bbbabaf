//! Typing indicators. They are published and not stored.
//!
//! Invariants: typing requires the permission to send messages; the typing user does not receive the event. Clients show it for
//! ten seconds or until the message arrives; there is no event for the end of typing.

pub mod actions;
pub mod events;
pub mod http;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, events: events::EVENTS, ..Slice::EMPTY };
