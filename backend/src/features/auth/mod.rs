//! Coming in, staying in, going out: registration, session, refresh, log-out.
//!
//! Invariants:
//! - A session is one person on one device. It has one active refresh token; each refresh spends it and makes the next.
//! - A refresh token is 256 random bits or derived from such; only its hash is stored. Spending one is a single statement.
//! - The next token is derived from the spent one and the server's key. So a client that lost the answer, or a second tab
//!   that asked at the same moment, gets the same next token again for [`rules::GRACE`], never a second branch. Any other
//!   reuse of a spent token ends the session, for then one of two holders is not its owner.
//! - A session ends after 30 days without a refresh, after 90 days, or when it is revoked; revoking kills its access tokens
//!   and closes its sessions at once.
//! - A password is never stored, logged or echoed. It is hashed outside of write turns, few at a time.
//! - What changes hands only with the password (e-mail address, second factor, the account itself) asks that the session showed
//!   it in the last five minutes: [`actions::require_fresh`].
//! - With the second factor on, no token is made and no password is shown again without a code, and a code works once.
//! - Checks go from cheap to dear, and work on a password begins after whatever else could refuse the request.
//! - An unknown address, a wrong password and a disabled account get the same answer after the same work.

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
