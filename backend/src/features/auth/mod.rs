//! Registration, sign-in, refresh and sign-out.
//!
//! Invariants:
//! - A session belongs to one user on one device. It has one active refresh token; each refresh spends it and issues its
//!   successor.
//! - A refresh token is 256 bits, random or derived; only its hash is stored. It is spent by a single statement.
//! - A successor is derived from the spent token and the server's key. So a client that lost the response, or a second tab that
//!   refreshed at the same time, gets the same successor again for [`rules::GRACE`], never a second branch. Any other reuse of a
//!   spent token ends the session, since one of the two holders is not its owner.
//! - A session ends after 30 days without a refresh, after 90 days, or when it is revoked; revocation invalidates its access
//!   tokens and closes its connections at once.
//! - A password is never stored, logged or echoed. It is hashed outside of write jobs, a few at a time.
//! - Sensitive changes (email address, second factor, account deletion) require a password check of the session within the last
//!   five minutes: [`actions::require_fresh`].
//! - With an enabled second factor, sign-in and password checks require a code, and a code is valid once.
//! - Checks are ordered by cost: a password is hashed only after every other check has passed.
//! - An unknown address, a wrong password and a disabled account get the same response after the same work.

pub mod actions;
mod browser;
pub mod http;
mod password_rules;
mod passwords;
pub mod requests;
mod rules;
mod second_factor;
mod store;
mod tokens;
mod view;

pub use browser::Sender;
pub use rules::Client;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    routes: http::routes,
    sizes: rules::SIZES,
    rates: rules::RATES,
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::erase(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    ..Slice::EMPTY
};
