//! Members of a guild: listing, finding and kicking them, and changing one's nickname.

pub mod actions;
pub mod events;
pub mod http;
pub mod requests;
mod rules;
mod store;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    events: events::EVENTS,
    sizes: rules::SIZES,
    rates: rules::RATES,
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::remove_everywhere(uow, gone).await?) })),
        ..Hooks::NONE
    },
    message_positions: &[("members", "since_id")],
    ..Slice::EMPTY
};
