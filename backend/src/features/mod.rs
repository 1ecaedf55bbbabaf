//! What the product can do: one folder a feature, with fixed file names.
//!
//! `http` routes · `requests` the bodies and queries they take · `actions` what can be done · `rules` pure decisions · `store` SQL · `events` what is
//! announced · `view` the wire's objects.

pub mod account_data;
pub mod applications;
pub mod auth;
pub mod blocks;
pub mod channels;
pub mod credentials;
pub mod deletions;
pub mod dms;
pub mod guilds;
pub mod images;
pub mod inbox;
pub mod instance;
pub mod invites;
pub mod mail;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod notifications;
pub mod operator;
pub mod presence;
pub mod purge;
pub mod push;
pub mod reactions;
pub mod read_states;
pub mod recipients;
pub mod roles;
pub mod settings;
pub mod typing;
pub mod unbuilt;
pub mod users;

mod hooks;

pub use hooks::HOOKS;
