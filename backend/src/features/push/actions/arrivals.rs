//! Letting pushes wait for those whom a message concerns.

use crate::{
    access::{self, Venue},
    cache::{Chosen, Model},
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
    let readers = model.pushed().iter().copied().filter(|user| notifies(&model, arrival, *user, now));
    readers.filter(is_free).collect()
}

/// Whether the message is to be told to this user.
fn notifies(model: &Model, arrival: &Arrival<'_>, user: UserId, now: Timestamp) -> bool {
    if user == arrival.author || model.blocks(user, arrival.author) {
        return false;
    }
    match access::in_venue(model, user, arrival.channel, Permissions::VIEW_CHANNEL, now) {
        Ok(Venue::Conversation(_)) => true,
        Ok(Venue::Guild(guild, _)) => {
            let roles = guild.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
            arrival.everyone || arrival.users.contains(&user) || roles.iter().any(|role| arrival.roles.contains(role))
        }
        Err(_) => false,
    }
}
