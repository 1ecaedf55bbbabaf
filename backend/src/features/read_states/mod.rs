//! Read states: how far a person has read each channel, the same on all their devices, and how often they were mentioned since.
//!
//! Invariants:
//! - Nothing is counted up or down in the database. What is unread follows from the last message that was read and from what is
//!   stored after it, so the counts cannot go wrong.
//! - Without being told to mark something as unread, nobody goes back: an older acknowledgement changes nothing.
//! - What was there before somebody came is read: the last message that was read is never below that time, the floor.
//! - READY has the counts of the moment at which its session is entered, in the order of what is made known: of what was sent before an id
//!   that was taken at that moment, for ids rise in that order. What was deleted or read between that moment and the counting is told
//!   afterwards. So they hold everything that was told before and nothing that is told after. From there on a client counts by itself:
//!   a message of another that mentions it counts one, a message of its own reads the channel. Every other change, such as a
//!   deleted mention, is told with the whole new state (CHATSPACE_MESSAGE_ACK) to those who have a session.
//! - No more than 100 mentions are counted in a channel, and only a bounded number of them is looked at.

mod acks;
pub mod actions;
pub mod events;
pub mod http;
pub mod requests;
mod rules;
mod store;
pub mod view;

use crate::slice::Slice;

pub static SLICE: Slice =
    Slice { routes: http::routes, events: events::EVENTS, message_positions: &[("read_states", "last_read_id")], ..Slice::EMPTY };
