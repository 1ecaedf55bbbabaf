//! What can be done with roles.

use super::store;
use crate::{
    cache::Role,
    db::Failure,
    kernel::{GuildId, Permissions},
    work::Work,
};

/// Stores @everyone of a new guild.
///
/// # Errors
/// When the database fails.
pub async fn create_everyone(work: &mut Work, guild: GuildId) -> Result<Role, Failure> {
    let role = Role {
        id: guild.everyone(),
        name: "@everyone".to_owned(),
        color: 0,
        hoist: false,
        position: 0,
        permissions: Permissions::EVERYONE,
        mentionable: false,
        managed: false,
    };
    store::insert(work.conn(), guild, &role).await?;
    Ok(role)
}
