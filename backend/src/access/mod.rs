//! Authentication and permissions.
//!
//! [`can`] is the one decision: REST, gateway commands, the audience of every event and replay use it. Invariants: callers
//! without access to an object get the error of an object that does not exist; callers with access but without the permission get
//! 403 / 50013. An object is reached through its parent: a channel through its guild (a DM channel through its recipients), a
//! message through its channel.

pub mod bots;
mod caller;
mod contact;
mod guard;
mod identity;
mod message_channel;
mod resolve;
mod setup;
mod standing;
mod waiting;

pub use caller::Caller;
pub use contact::{may_add, may_see, may_write, may_write_in};
pub use guard::{active_user, everyone_holds, guild, in_channel, in_guild, is_shown, member, viewers};
pub use identity::{Console, Tokens};
pub use message_channel::{History, MessageChannel, Scope, authorize_channel, can, in_dm_channel, may_know_invite};
pub use resolve::{outranks, permissions_in_channel, permissions_in_guild, views};
pub use setup::SetupToken;
pub use standing::{is_operator, require_fresh};
pub use waiting::{WaitingSession, WaitingSessions};
