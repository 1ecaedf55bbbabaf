//! The instance: its name, its limits, its health.
//!
//! Invariant: responses contain nothing about a user or a guild, since most of them are public.

mod actions;
pub mod http;
mod rules;

pub use actions::Readiness;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, root_routes: http::health_routes, rates: rules::RATES, ..Slice::EMPTY };
