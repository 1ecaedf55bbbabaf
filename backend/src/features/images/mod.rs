//! Avatars and icons: how they come in, and how they are served.
//!
//! Invariants: an image is on disk before the write turn that uses it, and removed only after the one that ends its use; a
//! request names an image by numbers and hexadecimal digits only. Whoever knows its address may see it: the address holds a
//! hash that only those are told who may see the user, the guild or the group.

pub mod actions;
pub mod http;
pub mod requests;
mod rules;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { root_routes: http::routes, rates: rules::RATES, ..Slice::EMPTY };
