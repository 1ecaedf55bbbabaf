//! The instance as a whole: its name and rules, its limits, its health.
//!
//! Invariant: nothing here tells anything of a person or a guild, for most of it is answered to everybody.

mod actions;
pub mod http;
mod rules;

pub use actions::Readiness;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, root_routes: http::health_routes, rates: rules::RATES, ..Slice::EMPTY };
