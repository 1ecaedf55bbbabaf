//! API objects used by several features, and events published by several of them.
//!
//! They are built from the model and depend on no feature, so that features with the same object do not depend on each other. An
//! object of one feature only is in the `view` of that feature.

pub mod channel;
pub mod dm_channel;
pub mod guild;
pub mod guild_events;
pub mod member;
pub mod notification;
pub mod presence;
pub mod role;
pub mod settings;
pub mod user;
