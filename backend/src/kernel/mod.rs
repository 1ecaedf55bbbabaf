//! Basic types with validated values: ids, times, permissions, text, API errors.
//!
//! Nothing here does I/O, waits, or depends on a web framework or a database.

pub mod address;
pub mod api_error;
#[cfg(test)]
mod arbitrary;
pub mod cursor;
pub mod emoji;
pub mod form;
pub mod grammar;
pub mod id;
pub mod intents;
pub mod keys;
pub mod limits;
pub mod named;
pub mod numbers;
pub mod order;
pub mod patch;
pub mod permissions;
pub mod random;
pub mod scratch;
pub mod secret;
pub mod snowflake;
pub mod text;
pub mod time;
pub mod unbuilt;

pub use api_error::ApiError;
pub(crate) use api_error::errors;
pub use cursor::Cursor;
pub use emoji::Emoji;
pub use form::{FieldError, Form};
pub use id::{
    AccountEventId, ChannelId, CommandId, EmailId, EmailTokenId, GuildId, MessageId, PushSubscriptionId, RegistrationId, RoleId,
    ScopeId, SessionId, TargetId, UserId,
};
pub use intents::Intents;
pub use keys::{KeyId, Keys};
pub(crate) use named::named;
pub use patch::Patch;
pub use permissions::Permissions;
pub use scratch::Scratch;
pub use secret::Secret;
pub use time::{Clock, Monotonic, Timestamp};
pub use unbuilt::Unbuilt;
