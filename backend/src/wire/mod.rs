//! The objects of the wire that several features show, and the events that several of them announce.
//!
//! They are made from the model and know no feature, so that features which show the same object do not depend on each other. An object
//! that one feature alone shows stands in the `view` of that feature.

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
