//! Publishes a change of a channel: an update to users who can still view it, a creation to users who gained access, a deletion
//! to users who lost it.

use std::collections::BTreeSet;

use crate::{
    access,
    cache::{Channel, Guild, GuildChange},
    db::DbError,
    events::Audience,
    features::{
        channels::events::{ChannelCreate, ChannelDelete, ChannelUpdate},
        read_states,
    },
    kernel::{ChannelId, Timestamp, UserId},
    wire::{channel, guild, guild_events::GuildUpdate},
    writer::UnitOfWork,
};

/// Applies and publishes the change. `guild` is the state before it.
///
/// # Errors
/// When the database fails.
pub async fn publish_change(uow: &mut UnitOfWork, guild: &Guild, before: &Channel, after: Channel) -> Result<(), DbError> {
    if before.overwrites == after.overwrites {
        let shown = channel::Channel::whole(&after);
        uow.apply(GuildChange::ChannelPut(after));
        uow.publish(Audience::Channel(guild.id, shown.id), &ChannelUpdate(shown));
        return Ok(());
    }
    let (id, now) = (after.id, uow.now());
    let (before_seen, after_seen) = (seers(guild, before, now), seers(guild, &after, now));
    let lost: Vec<UserId> = before_seen.difference(&after_seen).copied().collect();
    let gained: Vec<UserId> = after_seen.difference(&before_seen).copied().collect();
    let kept: Vec<UserId> = after_seen.intersection(&before_seen).copied().collect();
    let shown = channel::Channel::whole(&after);
    if !lost.is_empty() {
        uow.publish(Audience::Members(guild.id, lost.clone()), &ChannelDelete(channel::Channel::whole(before)));
    }
    uow.apply(GuildChange::ChannelPut(after));
    if !gained.is_empty() {
        uow.publish(Audience::Viewers(guild.id, id, gained.clone()), &ChannelCreate(shown.clone()));
        read_states::actions::publish_visibility(uow, id, &gained).await?;
    }
    uow.publish(Audience::Viewers(guild.id, id, kept), &ChannelUpdate(shown));
    publish_invites(uow, guild, id, &[lost, gained].concat());
    Ok(())
}

/// Publishes objects that refer to the channel to users whose access has changed: the guild, if it is the system channel, and the
/// channels in it, if it is a category.
fn publish_invites(uow: &mut UnitOfWork, guild: &Guild, id: ChannelId, people: &[UserId]) {
    if people.is_empty() {
        return;
    }
    if guild.system_channel == Some(id) {
        uow.publish(Audience::Members(guild.id, people.to_vec()), &GuildUpdate(guild::Guild::whole(guild)));
    }
    for child in guild.channels.values().filter(|channel| channel.parent == Some(id)) {
        let now = uow.now();
        let viewers: Vec<UserId> = people.iter().copied().filter(|user| access::views(guild, child, *user, now)).collect();
        uow.publish(Audience::Viewers(guild.id, child.id, viewers), &ChannelUpdate(channel::Channel::whole(child)));
    }
}

/// Publishes the channels that a change of the guild has shown to a user or hidden from them.
pub fn publish_visibility(uow: &mut UnitOfWork, user: UserId, before: &Guild, after: &Guild) {
    let now = uow.now();
    for channel in after.channels.values() {
        match (access::views(before, channel, user, now), access::views(after, channel, user, now)) {
            (false, true) => {
                let audience = Audience::Viewers(after.id, channel.id, vec![user]);
                uow.publish(audience, &ChannelCreate(channel::Channel::whole(channel)));
            }
            (true, false) => {
                uow.publish(Audience::Members(after.id, vec![user]), &ChannelDelete(channel::Channel::whole(channel)));
            }
            _ => continue,
        }
        publish_invites(uow, after, channel.id, &[user]);
    }
}

fn seers(guild: &Guild, channel: &Channel, now: Timestamp) -> BTreeSet<UserId> {
    access::viewers(guild, channel, now).into_iter().collect()
}
