//! Mentions: whom a message calls, kept so that they can be counted and found again.
//!
//! Invariants: a mention is stored in the turn that stores its message and goes with it. An edit takes mentions away and never
//! adds one, so that nobody is called by it. `@here` calls those who have a gateway session at that moment, and each of them
//! gets a row, for later nobody knows who was there. Rows say whom a message called; whether it counts for somebody (may they
//! view the channel, were they there yet, do they hold the role, whom do they block) is asked when it is counted.

pub mod actions;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { message_positions: &[("mentions", "message_id")], ..Slice::EMPTY };
