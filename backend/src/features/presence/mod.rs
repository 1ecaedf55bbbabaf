//! Who is online: derived from connections and from what people have chosen for all of their devices.
//!
//! Invariants: nothing of it is stored but the choice, which is a setting; an invisible user is offline to everybody else; a
//! user is online while one of their sessions is connected or has only just lost its connection. In a large guild a client
//! that knows member lists is told of those it looks at, see the gateway's `member_lists`.

pub mod actions;
pub mod events;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { events: events::EVENTS, ..Slice::EMPTY };
