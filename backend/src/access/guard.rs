//! Access checks at the start of actions. They use the model only.

use std::sync::Arc;

use crate::{
    access::resolve::{self, permissions_in_channel, permissions_in_guild},
    cache::{Channel, Guild, Member, Model, User},
    kernel::{ApiError, ChannelId, GuildId, Permissions, Timestamp, UserId},
};

/// An active user. A request may arrive while its sender's account is being deleted.
///
/// # Errors
/// 401 for a deleted account.
pub fn active_user(model: &Model, who: UserId) -> Result<&User, ApiError> {
    model.user(who).filter(|user| !user.is_anonymised()).ok_or(ApiError::unauthorized())
}

/// A guild that `who` is a member of.
///
/// # Errors
/// 404 / 10004 for non-members.
pub fn guild(model: &Model, who: UserId, id: GuildId) -> Result<&Guild, ApiError> {
    model.guild(id).filter(|guild| guild.members.contains_key(&who)).ok_or(ApiError::unknown_guild())
}

/// A guild in which `who` has all of `needed`.
///
/// # Errors
/// 404 / 10004 for non-members; 403 / 50013 without the permissions.
pub fn in_guild(model: &Model, who: UserId, id: GuildId, needed: Permissions, now: Timestamp) -> Result<&Guild, ApiError> {
    let guild = guild(model, who, id)?;
    let member = member(guild, who)?;
    if permissions_in_guild(guild, member, now).contains(needed) { Ok(guild) } else { Err(ApiError::missing_permissions()) }
}

/// A guild channel that `who` may view, and in which they have all of `needed`.
///
/// # Errors
/// 404 / 10003 if they cannot view it; 403 / 50013 without the permissions.
pub fn in_channel(
    model: &Model,
    who: UserId,
    id: ChannelId,
    needed: Permissions,
    now: Timestamp,
) -> Result<(&Guild, &Channel), ApiError> {
    let (guild, channel) = model.channel(id).ok_or(ApiError::unknown_channel())?;
    let member = guild.members.get(&who).ok_or(ApiError::unknown_channel())?;
    let held = permissions_in_channel(guild, channel, member, now);
    if !held.contains(Permissions::VIEW_CHANNEL) {
        Err(ApiError::unknown_channel())
    } else if held.contains(needed) {
        Ok((guild, channel))
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// A member of a guild whose access has been checked.
///
/// # Errors
/// 404 / 10007.
pub fn member(guild: &Guild, user: UserId) -> Result<&Member, ApiError> {
    guild.members.get(&user).map(Arc::as_ref).ok_or(ApiError::unknown_member())
}

/// All members who may view the channel, by id.
pub fn viewers(guild: &Guild, channel: &Channel, now: Timestamp) -> Vec<UserId> {
    guild.members.keys().copied().filter(|user| resolve::views(guild, channel, *user, now)).collect()
}

/// Whether every member has all of `needed` in a channel. Without overwrites, nobody lacks permissions of @everyone; a time-out
/// does not affect viewing and history.
pub fn everyone_holds(guild: &Guild, channel: &Channel, needed: Permissions) -> bool {
    let everyone = guild.roles.get(&guild.id.everyone());
    Permissions::TIMED_OUT.contains(needed)
        && channel.overwrites.is_empty()
        && everyone.is_some_and(|role| role.permissions.contains(needed | Permissions::VIEW_CHANNEL))
}

/// Whether a channel may be named to a user: to members who may view it, and to everyone if @everyone may.
pub fn is_shown(guild: &Guild, channel: &Channel, to: Option<UserId>, now: Timestamp) -> bool {
    to.is_some_and(|user| resolve::views(guild, channel, user, now)) || resolve::is_open(guild, channel)
}
