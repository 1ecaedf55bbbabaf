//! Read states: how far a user has read each channel, shared by all their devices, and how often they were mentioned since.
//!
//! Invariants:
//! - No counter is stored. Unread counts are computed from the last read message and the mentions stored after it, so they cannot
//!   drift.
//! - A read state moves backwards only on request: an older acknowledgement changes nothing.
//! - Messages from before the member joined count as read: the last read message is never before that time, the floor.
//! - READY contains the counts at the moment its session is registered, up to an id generated at that moment; ids rise in the
//!   order of publication. Deletions and acknowledgements between that moment and the counting are published afterwards. So the
//!   counts include everything published before READY and nothing published after it. From then on a client counts by itself: a
//!   message of another user that mentions it counts one, a message of its own marks the channel as read. Every other change,
//!   such as a deleted mention, is published with the whole new state (`CHATSPACE_MESSAGE_ACK`) to users with a session.
//! - At most 100 mentions are counted in a channel, and the number of rows examined is bounded.

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
