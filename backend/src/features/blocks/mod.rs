//! Blocks: users whose messages a user does not want to receive.
//!
//! Invariants: a block applies in both directions in DM channels; blocked users are not notified, and get the same error as users
//! excluded by the privacy settings.

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
