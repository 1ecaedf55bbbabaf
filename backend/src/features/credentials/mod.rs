//! Credentials that outlast sessions: tokens of bots, bots in guilds, invites.

pub mod actions;
pub mod http;
pub mod view;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    hooks: Hooks { credentials_ended: Some(|uow, user| Box::pin(actions::end_some(uow, user))), ..Hooks::NONE },
    ..Slice::EMPTY
};
