//! One's data: taking all of it along, and going for good.
//!
//! Invariants:
//! - Both ask for the password again.
//! - An account goes in one turn, with its sessions, memberships and invites. A user without anything of the person stays in its
//!   place, so that what they wrote has an author. The name and the address are free again.
//! - Messages that are to go with it are deleted afterwards, in small turns, and a restart does not forget them.
//! - An export has what is kept about its person, and of others nothing but ids. It is put together outside of write turns, one
//!   at a time, page by page, so its size needs no memory. Its file has no name and is gone when the answer is.

pub mod actions;
mod archive;
pub mod http;
pub mod requests;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice =
    Slice { routes: http::routes, rates: rules::RATES, message_positions: &[("erasures", "message_id")], ..Slice::EMPTY };
