//! What a bot declares that people could call. Nothing calls it yet, but libraries declare it when they start, and read it again.
//!
//! Invariants: a declaration is kept as the bot gave it; a bot sees and changes only its own; two of one place differ in name or
//! type, and who declares one again gets it under its old id.

pub mod actions;
mod checked;
pub mod http;
pub mod requests;
mod store;
pub mod view;

pub use http::routes;
