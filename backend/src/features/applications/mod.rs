//! Applications: programs that act by themselves, as bots.
//!
//! Invariants:
//! - An application and its bot have one id. The bot is a user without an account: it has no password and no session.
//! - A bot has one token, which is shown once and kept as a hash. A new one ends the one before it and closes its connections.
//! - A bot comes into a guild only by a member who manages it, with no right that this member lacks. What it may do there is in a
//!   managed role, which goes with it. It owns no guild, no application and no group.
//! - What bots may ask for over REST is listed in [`crate::entry`]; events that are only ChatSpace's are not told to them.
//! - Commands are kept and shown again; nothing can call them yet.

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
