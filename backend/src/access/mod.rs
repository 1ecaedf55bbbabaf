//! Who is asking, and what they may do.
//!
//! [`can`] is the one decision: REST, gateway commands, the audience of every event and replay go through it.
//! Invariants: who may not see a thing gets the refusal of a thing that does not exist; who sees it but may not act gets
//! 403 / 50013. An object is reached through its parent: a channel through its guild, a message through its channel.

mod guard;
mod identity;
mod resolve;

pub use guard::{Place, can, guild, in_channel, in_guild, living, member, viewers};
pub use identity::{Caller, Console, Tokens};
pub use resolve::{outranks, permissions_in_channel, permissions_in_guild};
