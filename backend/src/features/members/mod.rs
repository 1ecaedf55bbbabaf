//! Members of a guild: list, find, change one's own nick, put out.

pub mod actions;
pub mod events;
pub mod http;
mod store;
pub mod view;

pub use http::routes;
