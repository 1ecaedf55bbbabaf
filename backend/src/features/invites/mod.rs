//! Invites: codes with which users join a guild.
//!
//! Invariants: an invite admits no more users than its limit and nobody after its expiry, however many try at once. Codes cannot
//! be guessed: ten characters out of 57.

pub mod actions;
pub mod events;
pub mod http;
pub mod requests;
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
        member_left: Some(|uow, guild, user| Box::pin(async move { Ok(actions::delete_of_member(uow, guild, user).await?) })),
        // Of a person who deletes their account these are few: most went in jobs of their own before.
        account_deleted: Some(|uow, gone| {
            Box::pin(async move {
                while actions::delete_some_of(uow, gone.id).await? {}
                Ok(())
            })
        }),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
