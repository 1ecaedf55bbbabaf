//! Invites: codes that let people into a guild.
//!
//! Invariants: a code lets in no more people than it may and nobody after its time, however many try at once.
//! Codes cannot be guessed: ten characters of 57.

pub mod actions;
pub mod events;
pub mod http;
pub mod requests;
mod store;
pub mod view;
