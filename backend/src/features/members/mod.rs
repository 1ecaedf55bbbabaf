//! Members of a guild: list, find, change one's own nick, kick.

pub mod actions;
pub mod events;
pub mod http;
pub mod requests;
mod store;
