//! Who is asking, and what they may do.
//!
//! [`can`] is the one decision: REST, gateway commands, the audience of every event and replay go through it.
//! Invariants: who may not see a thing gets the refusal of a thing that does not exist; who sees it but may not act gets
//! 403 / 50013. An object is reached through its parent: a channel through its guild (or, if it is a conversation,
//! through those who are in it), a message through its channel.

pub mod bots;
mod caller;
mod contact;
mod guard;
mod identity;
mod resolve;
mod setup;
mod standing;
mod venue;
mod waiting;

pub use caller::Caller;
pub use contact::{may_add, may_see, may_write, may_write_in};
pub use guard::{everyone_holds, guild, in_channel, in_guild, is_shown, living, member, viewers};
pub use identity::{Console, Tokens};
pub use resolve::{outranks, permissions_in_channel, permissions_in_guild, views};
pub use setup::SetupToken;
pub use standing::{is_operator, require_fresh};
pub use venue::{History, Place, Venue, can, in_conversation, in_venue, may_know_invite};
pub use waiting::{WaitingSession, WaitingSessions};
