//! Commands that bots register. They cannot be invoked yet, but libraries register and read them at start-up.
//!
//! Invariants: a declaration is stored as the bot sent it; a bot sees and changes only its own commands; the name and type are
//! unique in a scope, and a command that replaces another one keeps its id.

pub mod actions;
mod checked;
pub mod http;
pub mod requests;
mod store;
pub mod view;

pub use http::routes;
