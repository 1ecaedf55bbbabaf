//! People: their public side and their account.
//!
//! Invariants: a user name and the key of an e-mail address belong to one account each; the keys of the tables decide that,
//! not a look before. A name that somebody has asked for is kept for them until they have confirmed their address. What only the person may know stands in
//! [`CurrentUser`](crate::wire::user::CurrentUser) and nowhere else. How a password is hashed and checked is the business of `auth`.

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
