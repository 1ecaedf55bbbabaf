//! Read states: how far a person has read each channel, the same on all their devices, and how often they were mentioned since.
//!
//! Invariants:
//! - Nothing is counted up or down in the database. What is unread follows from the last message that was read and from what is
//!   stored after it, so the counts cannot go wrong.
//! - Without being told to mark something as unread, nobody goes back: an older acknowledgement changes nothing.
//! - What was there before somebody came is read: the last message that was read is never below that time, the floor.
//! - The counts of READY are read in a write turn, and the session is entered at that turn's place in the order of what is made
//!   known. So they hold everything that was told before and nothing that is told after. From there on a client counts by itself:
//!   a message of another that mentions it counts one, a message of its own reads the channel. Every other change, such as a
//!   deleted mention, is told with the whole new state (CHATSPACE_MESSAGE_ACK) to those who have a session.

pub mod actions;
pub mod events;
pub mod http;
mod store;
pub mod view;

pub use http::routes;
