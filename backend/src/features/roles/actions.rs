//! What can be done with roles.

use super::{
    events::{GuildRole, GuildRoleDelete, RoleCreate, RoleUpdate},
    store,
};
use crate::{
    cache::{self, Guild, GuildChange, Role},
    db::Failure,
    events::Audience,
    features::channels,
    kernel::{GuildId, Permissions, RoleId, UserId},
    wire::role,
    work::Work,
};

/// Just above @everyone: a bot governs nobody who has been given a role.
const BOT_POSITION: i64 = 1;

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
        bot: None,
    };
    store::insert(work.conn(), guild, &role).await?;
    Ok(role)
}

/// Makes the role of a bot that is about to come in, and tells of it.
///
/// # Errors
/// When the database fails.
pub async fn create_for_bot(
    work: &mut Work,
    guild: GuildId,
    bot: &cache::User,
    permissions: Permissions,
) -> Result<Role, Failure> {
    let role = Role {
        id: RoleId::new(work.next_id()),
        name: bot.display_name.clone().unwrap_or_else(|| bot.username.clone()),
        color: 0,
        hoist: false,
        position: BOT_POSITION,
        permissions,
        mentionable: false,
        managed: true,
        bot: Some(bot.id),
    };
    store::insert(work.conn(), guild, &role).await?;
    work.apply(GuildChange::RolePut(guild, role.clone()));
    work.announce(Audience::Guild(guild), &RoleCreate(GuildRole { guild_id: guild, role: role::Role::from(&role) }));
    Ok(role)
}

/// Lets the role of a bot give something else. Channels that come in its sight by that, or go out of it, are told to the bot.
///
/// # Errors
/// When the database fails.
pub async fn set_permissions(work: &mut Work, guild: &Guild, role: &Role, permissions: Permissions) -> Result<(), Failure> {
    if role.permissions == permissions {
        return Ok(());
    }
    store::set_permissions(work.conn(), role.id, permissions).await?;
    let role = Role { permissions, ..role.clone() };
    let mut after = guild.clone();
    after.roles.insert(role.id, role.clone());
    let told = RoleUpdate(GuildRole { guild_id: guild.id, role: role::Role::from(&role) });
    let bot = role.bot;
    work.apply(GuildChange::RolePut(guild.id, role));
    work.announce(Audience::Guild(guild.id), &told);
    if let Some(bot) = bot {
        channels::actions::tell_of_sight(work, bot, guild, &after);
    }
    Ok(())
}

/// Takes the roles away that a bot had in a guild which it has just left.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_bot(work: &mut Work, guild: GuildId, bot: UserId) -> Result<(), Failure> {
    let roles: Vec<RoleId> = {
        let model = work.model();
        let all = model.guild(guild).into_iter().flat_map(|guild| guild.roles.values());
        all.filter(|role| role.bot == Some(bot)).map(|role| role.id).collect()
    };
    for role_id in roles {
        store::delete(work.conn(), role_id).await?;
        work.apply(GuildChange::RoleDeleted(guild, role_id));
        work.announce(Audience::Guild(guild), &GuildRoleDelete { guild_id: guild, role_id });
    }
    Ok(())
}
