//! Mail: links that do one thing once, and the emails that bring them.
//!
//! Invariants:
//! - The token of a link is its id and a MAC over its kind and id with the server's key. It is stored nowhere: it is made again
//!   when its email is sent, or when an operator reveals it. So neither a copy of the database nor a backup has one.
//! - Using a link is one statement, so of many who use it at once one succeeds. A link that is used, too old, forged, of
//!   another kind or unknown is refused alike.
//! - An email is stored in the same write turn as what it tells of, so neither is there without the other. It is sent later,
//!   outside of any turn, as often as it takes within bounds; after a crash in the wrong moment it may come twice, never not at all.
//! - Without a mail server nothing else changes: emails stay, and the operator hands their links on. A link gives power over an
//!   account, so no list and no log has it: it is revealed by an act of its own, once, and that is noted.
//! - Addresses in emails are made of settings only, never of what a request claims. Names of people stand in no header.
//!
//! What a link does is the business of `auth`.

pub mod actions;
pub mod emails;
mod rules;
mod store;
mod tokens;
pub mod view;
mod words;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::forget_user(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
