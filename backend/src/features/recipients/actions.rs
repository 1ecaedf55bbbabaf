//! The recipients of DM channels, and events to them. Sending a message, changing a profile and changing a group DM use this.

pub use super::store::{delete_recipient, insert, put_recipient, update};
use crate::{
    cache::{self, DmChannel, DmChannelChange, Recipient},
    db::DbError,
    events::Audience,
    features::{
        presence, read_states,
        recipients::{events::DmChannelUpdate, store},
    },
    kernel::{ChannelId, MessageId, UserId},
    wire::{dm_channel, user::User},
    writer::UnitOfWork,
};

/// Publishes the changed profile of a user to the recipients of their DM channels.
pub fn publish_user(uow: &mut UnitOfWork, user: &cache::User) {
    let published: Vec<_> = {
        let model = uow.model();
        let all = model.dm_channels_of(user.id);
        let to_others = all.flat_map(|dm| {
            let others = dm.others(user.id).filter(|other| dm.is_open_for(*other));
            others.map(move |other| (dm, other))
        });
        // The model still contains the old user, so each DM channel gets the new one here.
        let shown =
            to_others.map(|(dm, other)| (other, dm_channel::DmChannel::seen_by(&model, dm, other).with_user(User::from(user))));
        shown.collect()
    };
    for (other, shown) in published {
        uow.publish(Audience::Recipient(shown.id, other), &DmChannelUpdate(shown));
    }
}

/// Publishes a DM channel to some of its recipients.
pub fn publish_to(uow: &mut UnitOfWork, dm: &DmChannel, whom: impl IntoIterator<Item = UserId>) {
    for user in whom {
        let shown = dm_channel::DmChannel::seen_by(&uow.model(), dm, user);
        uow.publish(Audience::Recipient(dm.id, user), &DmChannelUpdate(shown));
        presence::actions::introduce_others(uow, dm, user);
    }
}

/// A new recipient of a DM channel.
pub fn newcomer(uow: &UnitOfWork) -> Recipient {
    let added_at = uow.now();
    let since = MessageId::new(uow.next_id()).place_at(added_at);
    Recipient { added_at, since, closed: false, engaged: true }
}

/// Prepares a DM channel for a new message: it is reopened for recipients who have closed it, and they may reply to the author.
///
/// # Errors
/// When the database fails.
pub async fn wake(uow: &mut UnitOfWork, id: ChannelId, author: UserId) -> Result<(), DbError> {
    let (before, after) = {
        let model = uow.model();
        let Some(before) = model.dm_channel(id) else { return Ok(()) };
        let is_asleep = |user: UserId, recipient: &Recipient| recipient.closed || (user == author && !recipient.engaged);
        if !before.recipients.iter().any(|(user, recipient)| is_asleep(*user, recipient)) {
            return Ok(());
        }
        let mut after = before.clone();
        for (user, recipient) in &mut after.recipients {
            recipient.closed = false;
            recipient.engaged |= *user == author;
        }
        (before.clone(), after)
    };
    for (user, recipient) in &after.recipients {
        if before.recipients.get(user) != Some(recipient) {
            store::put_recipient(uow.conn(), id, *user, recipient).await?;
        }
    }
    uow.apply(DmChannelChange::Put(after.clone()));
    let closed = before.recipients.iter().filter(|(_, recipient)| recipient.closed);
    let had_closed: Vec<UserId> = closed.map(|(user, _)| *user).collect();
    publish_to(uow, &after, had_closed.iter().copied());
    // Without the message that reopens it, which is not stored yet and counts by itself.
    read_states::actions::publish_visibility(uow, id, &had_closed).await
}
