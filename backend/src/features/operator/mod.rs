//! Administration of the instance: its settings, accounts and undeliverable emails.
//!
//! Invariants:
//! - Every route here takes an [`actions::Operator`]: either a user who is an operator, or the console, which has the server's
//!   key and thereby full access anyway.
//! - A user needs a recent password check for every change; rights are checked again in the write job.
//! - Operators cannot change their own account here, and at least one operator who can sign in always remains.
//! - Settings are stored in the table `settings` and in the model, and override the environment.

pub mod actions;
mod caller;
pub mod http;
pub mod requests;
mod rules;
mod store;
pub mod view;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, rates: rules::RATES, ..Slice::EMPTY };
