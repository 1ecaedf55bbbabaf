//! Blocks: whom a person does not want to hear of.
//!
//! Invariants: a block counts in both directions wherever two people meet alone; who is blocked is told nothing of it, and is
//! answered as whoever a person does not want to be written to by.

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
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::forget(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
