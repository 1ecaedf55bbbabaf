//! Settings: what a person sets for themselves, the same on all of their devices.
//!
//! Invariants: they are in the model, so whatever depends on them needs no query; all sessions of a person are told of a change;
//! nobody else ever is.

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
