//! What lets others in with the rights of a user and stays when sessions end: tokens of bots, bots in guilds, invites.

pub mod actions;
pub mod http;
pub mod view;
