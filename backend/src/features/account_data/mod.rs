//! Export and deletion of the caller's data.
//!
//! Invariants:
//! - Both require the password.
//! - An account is deleted in one write job, with its sessions, memberships and invites. An anonymised user remains as the author
//!   of its messages. The user name and the email address become free.
//! - Messages to be erased are deleted afterwards, in small write jobs that continue after a restart.
//! - An export contains the data stored about its user, and only ids of other users. It is built outside of write jobs, one
//!   export at a time, page by page, so its size does not affect memory. Its file is unlinked and disappears with the response.

pub mod actions;
mod archive;
pub mod http;
pub mod requests;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice =
    Slice { routes: http::routes, rates: rules::RATES, message_positions: &[("erasures", "message_id")], ..Slice::EMPTY };
