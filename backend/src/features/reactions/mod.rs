//! Reactions to messages.
//!
//! Invariants: one user reacts to a message with one emoji at most once. The counts in the message's row are those of its rows here. Only
//! users who may read the history of a channel react to its messages and see who did.

pub mod actions;
pub mod events;
pub mod http;
mod store;
