//! Applications and their bots.
//!
//! Invariants:
//! - An application and its bot have one id. The bot is a user without an account: it has no password and no session.
//! - A bot has one token, which is shown once and kept as a hash. A new one ends the one before it and closes its connections.
//! - A bot joins a guild only when a member who manages it adds it, with no permission that this member lacks. Its permissions
//!   are in a managed role, which is deleted when it leaves. It owns no guild and no application, and is in no group DM.
//! - The REST routes for bots are listed in [`crate::api_guard`]; ChatSpace's own events are not sent to bots.
//! - Commands are stored and returned; nothing can invoke them yet.

pub mod actions;
pub mod commands;
mod granted;
pub mod http;
pub mod requests;
mod rules;
mod store;
pub mod view;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, sizes: rules::SIZES, rates: rules::RATES, ..Slice::EMPTY };
