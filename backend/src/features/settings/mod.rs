//! Settings of a user, shared by all their devices.
//!
//! Invariants: settings are in the model, so reading them needs no query; a change is published to all sessions of the user, and
//! to nobody else.

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
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::forget(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
