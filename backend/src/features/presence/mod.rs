//! Who is online: derived from connections, never stored.
//!
//! Invariants: an invisible user is offline to everybody else; a user is online while one of their sessions is connected
//! or has only just lost its connection.

pub mod actions;
pub mod events;
pub mod view;
