//! Reactions to messages.
//!
//! Invariants: one user reacts to a message with one emoji at most once. The counts in the message's row are those of its rows here. Only
//! users who may read the history of a channel react to its messages and see who did. The messages are not used here: they show what stands
//! in `view`.

pub mod actions;
pub mod events;
pub mod http;
mod rules;
mod store;
pub mod view;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    events: events::EVENTS,
    sizes: rules::SIZES,
    rates: rules::RATES,
    hooks: Hooks { message_deleted: Some(|uow, message| Box::pin(actions::delete_some_of(uow, message))), ..Hooks::NONE },
    message_positions: &[("reactions", "message_id")],
    ..Slice::EMPTY
};
