//! Letting pushes wait for those whom a message concerns.

use std::collections::BTreeSet;

use crate::{
    access::{self, Place, Venue},
    cache::{Chosen, Member, Model},
    db::Failure,
    features::push::{rules, store},
    kernel::{ChannelId, MessageId, Permissions, RoleId, Timestamp, UserId},
    work::{Bell, Work},
};

/// A message that this turn has stored.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    pub message: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
    pub users: &'a [UserId],
    pub roles: &'a [RoleId],
    pub everyone: bool,
    /// Whether its author asked that nobody is notified.
    pub silent: bool,
}

/// Lets pushes wait for those whom the message concerns and who are not there to see it. They are stored with the message.
///
/// # Errors
/// When the database fails.
pub async fn announce(work: &mut Work, arrival: &Arrival<'_>) -> Result<(), Failure> {
    let now = work.now();
    let readers = readers(work, arrival, now);
    let (news, mut waiting) = ((arrival.channel, arrival.message), 0);
    for reader in readers {
        waiting += store::insert_pushes(work.conn(), reader, news, now, now.after(rules::LIFE)).await?;
    }
    if waiting > 0 {
        work.ring(Bell::Pushes);
    }
    Ok(())
}

/// Whom it concerns, of those who have a device that gets pushes, if they do not look already and are not to be left alone.
fn readers(work: &Work, arrival: &Arrival<'_>, now: Timestamp) -> Vec<UserId> {
    let model = work.model();
    if model.pushed().is_empty() || arrival.silent {
        return Vec::new();
    }
    let is_free = |user: &UserId| model.settings(*user).status != Chosen::Dnd && !work.presences().is_at_hand(*user);
    let readers = addressed(&model, arrival).into_iter().filter(|user| notifies(&model, arrival, *user, now));
    readers.filter(is_free).collect()
}

/// Those with a device to whom it is said. An ordinary message in a guild asks nothing of anybody.
fn addressed(model: &Model, arrival: &Arrival<'_>) -> BTreeSet<UserId> {
    let pushed = |user: &UserId| model.is_pushed(*user);
    let guild = match Venue::of(model, arrival.channel) {
        None => return BTreeSet::new(),
        Some(Venue::Conversation(conversation)) => return conversation.others(arrival.author).filter(pushed).collect(),
        Some(Venue::Guild(guild, _)) => guild,
    };
    let mut addressed: BTreeSet<UserId> = arrival.users.iter().copied().filter(pushed).collect();
    if arrival.everyone || !arrival.roles.is_empty() {
        let is_meant = |member: &Member| arrival.everyone || arrival.roles.iter().any(|role| member.roles.contains(role));
        let members = model.pushed().iter().filter(|user| guild.members.get(user).is_some_and(is_meant));
        addressed.extend(members.copied());
    }
    addressed
}

/// Whether the message is to be told to this user.
fn notifies(model: &Model, arrival: &Arrival<'_>, user: UserId, now: Timestamp) -> bool {
    user != arrival.author
        && !model.blocks(user, arrival.author)
        && access::can(model, user, Permissions::VIEW_CHANNEL, Place::Channel(arrival.channel), now)
}
