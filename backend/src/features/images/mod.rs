//! Avatars and icons: storing and serving them.
//!
//! Invariants: an image is on disk before the write job that refers to it, and removed only after the job that removes the
//! reference. A request names an image by numbers and hexadecimal digits only. Images need no token: their URL contains a hash
//! that is known only to those who may see the user, guild or group DM.

pub mod actions;
pub mod http;
pub mod requests;
mod rules;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { root_routes: http::routes, rates: rules::RATES, ..Slice::EMPTY };
