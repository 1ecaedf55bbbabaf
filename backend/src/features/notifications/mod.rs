//! Notification settings of each guild, category and channel.
//!
//! Invariants: by default, mentions notify in guilds and all messages notify in DM channels. Unset values are inherited (channel,
//! category, guild). Whether a message notifies is decided by one pure function, [`rules::notifies`]. Default settings are not
//! stored. Users can set only what they can view.

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
