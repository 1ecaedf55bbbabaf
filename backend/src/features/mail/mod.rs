//! Mail: one-time links, and the emails that contain them.
//!
//! Invariants:
//! - The token of a link is its id and a MAC over its kind and id with the server's key. It is not stored: it is derived again
//!   when its email is sent, or when an operator reveals it. So neither a copy of the database nor a backup contains tokens.
//! - A link is consumed by a single statement, so of concurrent uses one succeeds. A used, expired, forged or unknown link, or
//!   one of another kind, gets the same error.
//! - An email is stored in the same write job as the change it is about. It is sent later, outside of write jobs, with a limited
//!   number of attempts; after a crash it may be sent twice, but never lost.
//! - Without a mail server nothing else changes: emails stay unsent, and the operator passes their links on. A link gives access
//!   to an account, so it is in no list and no log: revealing it is a separate action, possible once, and recorded.
//! - URLs in emails are built from settings only, never from headers of a request. No header contains a user's name.
//!
//! The effect of a link is defined in `auth`.

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
