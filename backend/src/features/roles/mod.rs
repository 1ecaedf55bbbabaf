//! Roles. A guild has @everyone from the start; owner and member are what the permission engine makes of ownership and
//! that role. Screens and routes to make further roles are not there yet; the engine knows them.

pub mod http;
pub(crate) mod store;
pub mod view;

pub use http::routes;

use crate::{
    cache::Role,
    kernel::{GuildId, Permissions},
};

/// @everyone of a new guild.
pub fn everyone(guild: GuildId) -> Role {
    Role {
        id: guild.everyone(),
        name: "@everyone".to_owned(),
        color: 0,
        hoist: false,
        position: 0,
        permissions: Permissions::EVERYONE,
        mentionable: false,
        managed: false,
    }
}
