//! DM channels of two users, and group DMs. Their messages are handled by `messages`, like those of guild channels.
//!
//! Invariants:
//! - Two users have one DM channel, whoever opens it and however often. It persists for both; closing it hides it from one's own
//!   list, and the next message reopens it for both.
//! - The other recipient is notified with the first message, not before. A group DM is published to all recipients at once.
//! - Sessions without the ChatSpace extensions receive only messages and typing of DM channels.
//! - A group DM has an owner as long as it has recipients, and is deleted with the last one.

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
