//! The list of messages that mention the caller.

pub mod actions;
pub mod http;
mod requests;
mod rules;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, sizes: rules::SIZES, rates: rules::RATES, ..Slice::EMPTY };
