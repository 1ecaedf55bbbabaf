//! Users: their public profile and their account.
//!
//! Invariants: a user name and the key of an email address belong to one account; this is enforced by the keys of the tables, not
//! by a previous query. A requested name is reserved until its address is confirmed. Private data of a user is in
//! [`CurrentUser`](crate::wire::user::CurrentUser) and nowhere else. Hashing and checking passwords is in `auth`.

pub mod actions;
mod addresses;
mod anonymising;
pub mod events;
pub mod http;
mod own;
mod profile;
pub mod requests;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice =
    Slice { routes: http::routes, events: events::EVENTS, sizes: rules::SIZES, rates: rules::RATES, ..Slice::EMPTY };
