//! Notifications: of what a person wants to hear, for each guild, category and channel.
//!
//! Invariants: who sets nothing hears of mentions in guilds and of everything in DM channels; what a place leaves open is as in the place around it (channel, category,
//! guild); whether a message notifies somebody is decided by one pure function, [`rules::notifies`]. A setting that says nothing
//! is not kept. One can set something only for what one can see.

pub mod actions;
pub mod events;
pub mod http;
mod requests;
mod rules;
mod store;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    events: events::EVENTS,
    rates: rules::RATES,
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::forget_user(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
