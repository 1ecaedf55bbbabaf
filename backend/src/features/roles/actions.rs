//! Actions on roles.

use super::{
    events::{GuildRole, GuildRoleDelete, RoleCreate, RoleUpdate},
    store,
};
use crate::{
    cache::{self, Guild, GuildChange, Role},
    db::DbError,
    events::Audience,
    features::channels,
    kernel::{GuildId, Permissions, RoleId, UserId},
    wire::role,
    writer::UnitOfWork,
};

/// Just above @everyone: a bot is above no member who has a role.
const BOT_POSITION: i64 = 1;

/// Stores @everyone of a new guild.
///
/// # Errors
/// When the database fails.
pub async fn create_everyone(uow: &mut UnitOfWork, guild: GuildId) -> Result<Role, DbError> {
    let role = Role {
        id: guild.everyone(),
        name: "@everyone".to_owned(),
        color: 0,
        hoist: false,
        position: 0,
        permissions: Permissions::EVERYONE,
        mentionable: false,
        managed: false,
        bot: None,
    };
    store::insert(uow.conn(), guild, &role).await?;
    Ok(role)
}

/// Creates and publishes the managed role of a bot that is about to join.
///
/// # Errors
/// When the database fails.
pub async fn create_for_bot(
    uow: &mut UnitOfWork,
    guild: GuildId,
    bot: &cache::User,
    permissions: Permissions,
) -> Result<Role, DbError> {
    let role = Role {
        id: RoleId::new(uow.next_id()),
        name: bot.display_name.clone().unwrap_or_else(|| bot.username.clone()),
        color: 0,
        hoist: false,
        position: BOT_POSITION,
        permissions,
        mentionable: false,
        managed: true,
        bot: Some(bot.id),
    };
    store::insert(uow.conn(), guild, &role).await?;
    uow.apply(GuildChange::RolePut(guild, role.clone()));
    uow.publish(Audience::Guild(guild), &RoleCreate(GuildRole { guild_id: guild, role: role::Role::from(&role) }));
    Ok(role)
}

/// Changes the permissions of a bot's role. Channels that become visible or hidden are published to the bot.
///
/// # Errors
/// When the database fails.
pub async fn set_permissions(uow: &mut UnitOfWork, guild: &Guild, role: &Role, permissions: Permissions) -> Result<(), DbError> {
    if role.permissions == permissions {
        return Ok(());
    }
    store::set_permissions(uow.conn(), role.id, permissions).await?;
    let role = Role { permissions, ..role.clone() };
    let mut after = guild.clone();
    after.roles.insert(role.id, role.clone());
    let event = RoleUpdate(GuildRole { guild_id: guild.id, role: role::Role::from(&role) });
    let bot = role.bot;
    uow.apply(GuildChange::RolePut(guild.id, role));
    uow.publish(Audience::Guild(guild.id), &event);
    if let Some(bot) = bot {
        channels::actions::publish_visibility(uow, bot, guild, &after);
    }
    Ok(())
}

/// Deletes the roles of a bot in a guild that it has just left.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_bot(uow: &mut UnitOfWork, guild: GuildId, bot: UserId) -> Result<(), DbError> {
    let roles: Vec<RoleId> = {
        let model = uow.model();
        let all = model.guild(guild).into_iter().flat_map(|guild| guild.roles.values());
        all.filter(|role| role.bot == Some(bot)).map(|role| role.id).collect()
    };
    for role_id in roles {
        store::delete(uow.conn(), role_id).await?;
        uow.apply(GuildChange::RoleDeleted(guild, role_id));
        uow.publish(Audience::Guild(guild), &GuildRoleDelete { guild_id: guild, role_id });
    }
    Ok(())
}
