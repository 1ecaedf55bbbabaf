//! Blocks: whom a person does not want to hear of.
//!
//! Invariants: a block counts in both directions wherever two people meet alone; who is blocked is told nothing of it, and is
//! answered as whoever a person does not want to be written to by.

pub mod actions;
pub mod events;
pub mod http;
mod store;
pub mod view;
