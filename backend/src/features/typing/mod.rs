//! Typing: that somebody is writing in a channel, told to those who look at it and kept nowhere.
//!
//! Invariants: who may not send there cannot be seen typing there; the one who types is not told. A client shows it for
//! ten seconds or until the message comes; there is no event for having stopped.

pub mod actions;
pub mod events;
pub mod http;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, events: events::EVENTS, ..Slice::EMPTY };
