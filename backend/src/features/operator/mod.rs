//! Operating the instance: its settings, its accounts, the emails that nobody could send.
//!
//! Invariants:
//! - Every route here takes an [`actions::Operator`], and nothing else lets one in: a person who operates the instance, or the
//!   console, which is whoever has the server's key and so has everything anyway.
//! - A person shows their password again before anything changes; what they may is asked again in the write turn.
//! - Nobody changes their own account here, and of the operators who can log in, one always stays.
//! - What is set here stands in the table `settings` and in the model, and goes before the environment.

pub mod actions;
mod caller;
pub mod http;
pub mod requests;
mod rules;
mod store;
pub mod view;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, rates: rules::RATES, ..Slice::EMPTY };
