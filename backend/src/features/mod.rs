//! What the product can do: one folder for each feature, with fixed file names.
//!
//! `http` routes · `requests` the bodies and queries they take · `actions` what can be done · `rules` pure decisions and limits · `store` SQL ·
//! `events` what is published · `view` the wire's objects · `mod` what the feature brings to the server, as its [`Slice`].

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
pub mod pins;
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

use crate::{
    kernel::limits::{Limits, Rate},
    slice::Slice,
};

/// All features. Their routes are tried and their hooks run in this order: each path with a variable that is tried before costs a third
/// of a microsecond, so what is asked for most comes first, and then what has mostly no variable.
pub static SLICES: &[&Slice] = &[
    &messages::SLICE,
    &read_states::SLICE,
    &typing::SLICE,
    &auth::SLICE,
    &mail::SLICE,
    &credentials::SLICE,
    &instance::SLICE,
    &images::SLICE,
    &account_data::SLICE,
    &reactions::SLICE,
    &pins::SLICE,
    &mentions::SLICE,
    &inbox::SLICE,
    &invites::SLICE,
    &members::SLICE,
    &recipients::SLICE,
    &dms::SLICE,
    &presence::SLICE,
    &blocks::SLICE,
    &settings::SLICE,
    &notifications::SLICE,
    &users::SLICE,
    &guilds::SLICE,
    &channels::SLICE,
    &roles::SLICE,
    &push::SLICE,
    &operator::SLICE,
    &applications::SLICE,
    &deletions::SLICE,
    &unbuilt::SLICE,
];

/// All limits of the server.
pub fn limits() -> Limits {
    Limits::with(SLICES.iter().flat_map(|slice| slice.sizes), rates())
}

/// The rates that features declare.
pub fn rates() -> impl Iterator<Item = &'static Rate> {
    SLICES.iter().flat_map(|slice| slice.rates)
}
