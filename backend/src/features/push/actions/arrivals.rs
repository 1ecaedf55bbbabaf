//! Letting pushes wait for those whom a message concerns.

use std::collections::BTreeSet;

use crate::{
    access::{self, Place, Venue},
    cache::{Chosen, Guild, Model},
    db::Failure,
    features::{
        mentions::actions::Targets,
        notifications::actions::{self as notifications, Occasion},
        push::{rules, store},
    },
    kernel::{ChannelId, MessageId, Permissions, Timestamp, UserId},
    work::{Bell, Work},
};

/// A message that this turn has stored.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    pub message: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
    pub targets: &'a Targets,
    /// Whether its author asked that nobody is notified.
    pub is_silent: bool,
}

/// Lets pushes wait for those whom the message concerns and who are not there to see it. They are stored with the message.
///
/// # Errors
/// When the database fails.
pub async fn announce(work: &mut Work, arrival: &Arrival<'_>) -> Result<(), Failure> {
    let now = work.now();
    let readers = readers(work, arrival, now);
    let (news, mut waiting) = ((arrival.channel, arrival.message), 0);
    for some in readers.chunks(store::AT_ONCE) {
        waiting += store::insert_pushes(work.conn(), some, news, now, now.after(rules::LIFE)).await?;
    }
    if waiting > 0 {
        work.ring(Bell::Pushes);
    }
    Ok(())
}

/// Whom it concerns, of those who have a device that gets pushes, if they do not look already and are not to be left alone.
fn readers(work: &Work, arrival: &Arrival<'_>, now: Timestamp) -> Vec<UserId> {
    let model = work.model();
    if model.pushed().is_empty() {
        return Vec::new();
    }
    let is_free = |user: &UserId| model.settings(*user).status != Chosen::Dnd && !work.presences().is_at_hand(*user);
    let readers = addressed(&model, arrival).into_iter().filter(|user| is_told(&model, arrival, *user, now));
    readers.filter(is_free).collect()
}

/// Those with a device to whom it is said. An ordinary message in a guild asks nothing of anybody.
fn addressed(model: &Model, arrival: &Arrival<'_>) -> BTreeSet<UserId> {
    let (targets, pushed) = (arrival.targets, |user: &UserId| model.is_pushed(*user));
    let guild = match Venue::of(model, arrival.channel) {
        None => return BTreeSet::new(),
        Some(Venue::Conversation(conversation)) => return conversation.others(arrival.author).filter(pushed).collect(),
        Some(Venue::Guild(guild, _)) => guild,
    };
    let mut addressed: BTreeSet<UserId> = targets.users.iter().chain(&targets.present).copied().filter(pushed).collect();
    if targets.everyone.is_some() || !targets.roles.is_empty() {
        let is_meant = |user: &&UserId| targets.everyone.is_some() || has_role(guild, **user, targets);
        let members = model.pushed().iter().filter(|user| guild.members.contains_key(user));
        addressed.extend(members.filter(is_meant));
    }
    addressed
}

fn has_role(guild: &Guild, user: UserId, targets: &Targets) -> bool {
    guild.members.get(&user).is_some_and(|member| targets.roles.iter().any(|role| member.roles.contains(role)))
}

/// Whether the user may read the message, and wants to be told of it.
fn is_told(model: &Model, arrival: &Arrival<'_>, user: UserId, now: Timestamp) -> bool {
    let Arrival { channel, author, targets, is_silent, .. } = *arrival;
    let occasion = Occasion {
        channel,
        author,
        mentions_user: targets.users.contains(&user),
        mentions_role: model.channel(channel).is_some_and(|(guild, _)| has_role(guild, user, targets)),
        mentions_everyone: targets.everyone.is_some() || targets.present.contains(&user),
        is_silent,
    };
    notifications::notifies(model, user, &occasion, now)
        && access::can(model, user, Permissions::VIEW_CHANNEL, Place::Channel(channel), now)
}
