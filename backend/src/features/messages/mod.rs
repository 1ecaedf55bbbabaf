//! Messages of a channel: send, edit, delete, read.
//!
//! Invariants: ids rise in the order of commit, and that is the order of the channel. What is acknowledged is stored.
//! One author's nonce makes one message in a channel, however often it is sent. A message is reached through its channel.
//! Whom a message mentions is decided when it is sent, by `kernel::grammar`; an edit notifies nobody anew.

pub mod actions;
mod admission;
mod erasing;
pub mod events;
pub mod http;
mod message;
mod newest;
mod pings;
mod pinning;
pub mod requests;
mod rules;
mod sending;
mod showing;
mod store;
mod system;
pub mod view;

pub use newest::NewestPages;

use crate::slice::Slice;

pub static SLICE: Slice = Slice {
    routes: http::routes,
    events: events::EVENTS,
    sizes: rules::SIZES,
    rates: rules::RATES,
    message_positions: &[("messages", "id"), ("messages", "reference_id")],
    ..Slice::EMPTY
};
