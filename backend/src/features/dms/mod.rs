//! DM channels: messages between two people, and in a group of a few. What is said in them goes through the slice of messages,
//! as in the channels of a guild.
//!
//! Invariants:
//! - Of two people there is one DM channel, whoever opens it and however often. It stays for both; closing it takes it from
//!   one's own list, and the next message brings it back to both lists.
//! - The other one of two learns of it with the first message, not before. A group is shown to all at once.
//! - Nothing of it is told to a session that has not said that it knows such things, but its messages and typing.
//! - A group has an owner as long as somebody is in it, and is gone with the last one.

pub mod actions;
mod groups;
pub mod http;
mod icon;
pub mod requests;
mod rules;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    sizes: rules::SIZES,
    rates: rules::RATES,
    hooks: Hooks { account_deleted: Some(|uow, gone| Box::pin(actions::leave_all(uow, gone))), ..Hooks::NONE },
    ..Slice::EMPTY
};
