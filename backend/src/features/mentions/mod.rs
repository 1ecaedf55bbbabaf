//! Mentions: the users and roles that a message mentions, stored so that they can be counted and listed.
//!
//! Invariants: a mention is stored and deleted with its message, in the same write job. An edit removes mentions and never adds
//! any, so it notifies nobody. `@here` mentions the users who have a gateway session at that moment; each of them gets a row,
//! since this cannot be determined later. A row records the mention only; whether it counts (access to the channel, time of
//! joining, roles, blocks) is determined when it is counted.

pub mod actions;
mod rules;
mod store;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { message_positions: &[("mentions", "message_id")], ..Slice::EMPTY };
