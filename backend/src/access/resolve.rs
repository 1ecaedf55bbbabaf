//! The permission algorithm of the API, as pure functions. Client libraries compute it too, so every bit must match.

use crate::{
    cache::{Channel, Guild, Member},
    kernel::{Permissions, Timestamp, UserId},
};

/// A member's permissions in the guild.
pub fn permissions_in_guild(guild: &Guild, member: &Member, now: Timestamp) -> Permissions {
    if guild.owner == member.user {
        return Permissions::all();
    }
    let base = base(guild, member);
    if base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    held_back(base, member, now)
}

/// A member's permissions in a channel of the guild.
pub fn permissions_in_channel(guild: &Guild, channel: &Channel, member: &Member, now: Timestamp) -> Permissions {
    if guild.owner == member.user {
        return Permissions::all();
    }
    let base = base(guild, member);
    if base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    implied(held_back(overwritten(base, guild, channel, member), member, now))
}

fn base(guild: &Guild, member: &Member) -> Permissions {
    let everyone = guild.roles.get(&guild.id.everyone()).map_or(Permissions::empty(), |role| role.permissions);
    member.roles.iter().filter_map(|id| guild.roles.get(id)).fold(everyone, |bits, role| bits | role.permissions)
}

/// The overwrite of @everyone first, then those of the member's roles together, then the member's own.
fn overwritten(base: Permissions, guild: &Guild, channel: &Channel, member: &Member) -> Permissions {
    let mut bits = base;
    if channel.overwrites.is_empty() {
        return bits;
    }
    if let Some(everyone) = channel.overwrites.get(&guild.id.everyone().into()) {
        bits = (bits - everyone.deny) | everyone.allow;
    }
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for overwrite in member.roles.iter().filter_map(|role| channel.overwrites.get(&(*role).into())) {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    bits = (bits - deny) | allow;
    if let Some(own) = channel.overwrites.get(&member.user.into()) {
        bits = (bits - own.deny) | own.allow;
    }
    bits
}

/// Without `VIEW_CHANNEL` there are no permissions; without `SEND_MESSAGES`, none that depend on sending.
fn implied(bits: Permissions) -> Permissions {
    if !bits.contains(Permissions::VIEW_CHANNEL) {
        Permissions::empty()
    } else if !bits.contains(Permissions::SEND_MESSAGES) {
        bits - Permissions::NEED_SEND
    } else {
        bits
    }
}

fn held_back(bits: Permissions, member: &Member, now: Timestamp) -> Permissions {
    if member.timed_out_until.is_some_and(|until| until > now) { bits & Permissions::TIMED_OUT } else { bits }
}

/// Whether `actor` is above `target`: by ownership, or by the position of the highest role.
pub fn outranks(guild: &Guild, actor: &Member, target: &Member) -> bool {
    if target.user == guild.owner || actor.user == target.user {
        return false;
    }
    actor.user == guild.owner || highest(guild, actor) > highest(guild, target)
}

fn highest(guild: &Guild, member: &Member) -> i64 {
    member.roles.iter().filter_map(|id| guild.roles.get(id)).map(|role| role.position).max().unwrap_or(0)
}

/// Whether the user is a member and may view the channel.
pub fn views(guild: &Guild, channel: &Channel, user: UserId, now: Timestamp) -> bool {
    let Some(member) = guild.members.get(&user) else { return false };
    permissions_in_channel(guild, channel, member, now).contains(Permissions::VIEW_CHANNEL)
}

/// Whether a member without roles may view the channel.
pub(super) fn is_open(guild: &Guild, channel: &Channel) -> bool {
    let base = guild.roles.get(&guild.id.everyone()).map_or(Permissions::empty(), |role| role.permissions);
    let overwrite = channel.overwrites.get(&guild.id.everyone().into());
    let held = overwrite.map_or(base, |overwrite| (base - overwrite.deny) | overwrite.allow);
    held.intersects(Permissions::VIEW_CHANNEL | Permissions::ADMINISTRATOR)
}

#[cfg(test)]
mod tests;
