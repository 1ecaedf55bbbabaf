//! Letting pushes wait for those whom a message concerns.

use crate::{
    access,
    cache::Model,
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
    let concerned = |user: &UserId| *user != arrival.author && notifies(&model, arrival, *user, now);
    model.pushed().iter().copied().filter(|user| concerned(user) && !work.presences().is_at_hand(*user)).collect()
}

/// Whether the message is to be told to this user.
fn notifies(model: &Model, arrival: &Arrival<'_>, user: UserId, now: Timestamp) -> bool {
    let Ok((guild, _)) = access::in_channel(model, user, arrival.channel, Permissions::VIEW_CHANNEL, now) else { return false };
    let has_role = || guild.members.get(&user).is_some_and(|member| arrival.roles.iter().any(|role| member.roles.contains(role)));
    arrival.everyone || arrival.users.contains(&user) || has_role()
}
