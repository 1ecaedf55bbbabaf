//! Tells of a changed channel: those who still see it that it changed, those who came to see it that it was made, those
//! who do not see it any more that it is gone.

use std::collections::BTreeSet;

use crate::{
    access,
    cache::{Change, Channel, Guild},
    db::Failure,
    events::Audience,
    features::{
        channels::{
            events::{ChannelCreate, ChannelDelete, ChannelUpdate},
            view,
        },
        read_states,
    },
    kernel::{Permissions, UserId},
    work::Work,
};

/// Makes the change and tells of it. `guild` is as it is before.
///
/// # Errors
/// When the database fails.
pub async fn announce_change(work: &mut Work, guild: &Guild, before: &Channel, after: Channel) -> Result<(), Failure> {
    let now = work.now();
    let same_sight = before.overwrites == after.overwrites;
    let (before_seen, after_seen) =
        if same_sight { (BTreeSet::new(), BTreeSet::new()) } else { (seers(guild, before, now), seers(guild, &after, now)) };
    let shown = view::Channel::from(&after);
    let id = after.id;
    let lost: Vec<UserId> = before_seen.difference(&after_seen).copied().collect();
    let gained: Vec<UserId> = after_seen.difference(&before_seen).copied().collect();
    if !lost.is_empty() {
        work.announce(Audience::Users(lost), &ChannelDelete(view::Channel::from(before)));
    }
    work.apply(Change::ChannelPut(after));
    if !gained.is_empty() {
        work.announce(Audience::Users(gained.clone()), &ChannelCreate(shown.clone()));
        read_states::actions::tell_of_sight(work, id, &gained).await?;
    }
    let kept: Vec<UserId> = after_seen.intersection(&before_seen).copied().collect();
    let audience = if same_sight { Audience::Channel(guild.id, id) } else { Audience::Users(kept) };
    work.announce(audience, &ChannelUpdate(shown));
    Ok(())
}

/// Tells a user of the channels that a change of the guild has brought in their sight, or taken out of it.
pub fn tell_of_sight(work: &mut Work, user: UserId, before: &Guild, after: &Guild) {
    let now = work.now();
    let sees = |guild: &Guild, channel: &Channel| {
        let member = guild.members.get(&user);
        member
            .is_some_and(|member| access::permissions_in_channel(guild, channel, member, now).contains(Permissions::VIEW_CHANNEL))
    };
    for channel in after.channels.values() {
        match (sees(before, channel), sees(after, channel)) {
            (false, true) => work.announce(Audience::User(user), &ChannelCreate(view::Channel::from(channel))),
            (true, false) => work.announce(Audience::User(user), &ChannelDelete(view::Channel::from(channel))),
            _ => {}
        }
    }
}

fn seers(guild: &Guild, channel: &Channel, now: crate::kernel::Timestamp) -> BTreeSet<UserId> {
    access::viewers(guild, channel, now).into_iter().collect()
}
