//! Presence: derived from connections and from the status that users have chosen for all devices.
//!
//! Invariants: only the chosen status is stored, as a setting; an invisible user appears offline to others; a user is online
//! while a session of theirs is connected, or was moments ago. In a large guild, clients that subscribe to member lists receive
//! the presences of the subscribed rows only, see `member_lists` of the gateway.

pub mod actions;
pub mod events;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { events: events::EVENTS, ..Slice::EMPTY };
