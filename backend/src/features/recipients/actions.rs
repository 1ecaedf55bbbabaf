//! Who has a DM channel in their list, and how they are told of it. Sending a message, a change of a profile and the changes of a group all
//! come here.

pub use super::store::{delete_recipient, insert, put_recipient, update};
use crate::{
    cache::{self, Conversation, ConversationChange, Recipient},
    db::Failure,
    events::Audience,
    features::{
        presence, read_states,
        recipients::{events::PrivateChannelUpdate, store},
    },
    kernel::{ChannelId, MessageId, UserId},
    wire::{dm_channel::PrivateChannel, user::User},
    work::Work,
};

/// Tells those who talk with a user that their public side has changed.
pub fn tell_of_user(work: &mut Work, user: &cache::User) {
    let told: Vec<_> = {
        let model = work.model();
        let all = model.conversations_of(user.id);
        let to_others = all.flat_map(|conversation| {
            let others = conversation.others(user.id).filter(|other| conversation.is_open_for(*other));
            others.map(move |other| (conversation, other))
        });
        // The model still has the old user, so the new one is put into each conversation.
        let shown = to_others.map(|(conversation, other)| {
            (other, PrivateChannel::seen_by(&model, conversation, other).with_user(User::from(user)))
        });
        shown.collect()
    };
    for (other, shown) in told {
        work.announce(Audience::Recipient(shown.id, other), &PrivateChannelUpdate(shown));
    }
}

/// Tells some of those who are in a conversation how it is now.
pub fn tell(work: &mut Work, conversation: &Conversation, whom: impl IntoIterator<Item = UserId>) {
    for user in whom {
        let shown = PrivateChannel::seen_by(&work.model(), conversation, user);
        work.announce(Audience::Recipient(conversation.id, user), &PrivateChannelUpdate(shown));
        presence::actions::introduce_others(work, conversation, user);
    }
}

/// Somebody who is in a conversation from now on.
pub fn newcomer(work: &Work) -> Recipient {
    let added_at = work.now();
    let since = MessageId::new(work.next_id()).place_at(added_at);
    Recipient { added_at, since, closed: false, engaged: true }
}

/// Somebody writes, if it is a conversation: whoever has closed it has it in their list again, and the author may be written to.
///
/// # Errors
/// When the database fails.
pub async fn wake(work: &mut Work, id: ChannelId, author: UserId) -> Result<(), Failure> {
    let (before, after) = {
        let model = work.model();
        let Some(before) = model.conversation(id) else { return Ok(()) };
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
            store::put_recipient(work.conn(), id, *user, recipient).await?;
        }
    }
    work.apply(ConversationChange::Put(after.clone()));
    let closed = before.recipients.iter().filter(|(_, recipient)| recipient.closed);
    let had_closed: Vec<UserId> = closed.map(|(user, _)| *user).collect();
    tell(work, &after, had_closed.iter().copied());
    // Without the message that wakes it, which is not stored yet and counts for itself.
    read_states::actions::tell_of_sight(work, id, &had_closed).await
}
