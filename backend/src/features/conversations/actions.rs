//! What can be done with conversations.

use std::collections::BTreeMap;

use super::{
    events::{PrivateChannelDelete, PrivateChannelUpdate},
    groups,
    rules::With,
    store,
    view::PrivateChannel,
};
use crate::{
    access,
    cache::{self, Change, Conversation, ConversationKind, Recipient},
    db::Failure,
    events::Audience,
    features::{presence, read_states, users::view::User},
    http::Error,
    kernel::{ChannelId, Refusal, UserId},
    work::Work,
};

pub use super::{
    groups::{add, remove},
    icon::{change, upload},
};

/// Opens the conversation with one person, or makes a group.
///
/// # Errors
/// As [`open`] and [`groups::create`].
pub async fn talk(work: &mut Work, by: UserId, with: With) -> Result<PrivateChannel, Error> {
    match with {
        With::One(other) => open(work, by, other).await,
        With::Group(others) => groups::create(work, by, others).await,
    }
}

/// Opens the conversation with somebody, which is made if there has been none. The other one is told nothing yet.
///
/// # Errors
/// 400 / 50033 for oneself and for who is not there, 403 / 50007 for a new one with somebody whom one may not write to.
async fn open(work: &mut Work, by: UserId, with: UserId) -> Result<PrivateChannel, Error> {
    let (before, after) = {
        let model = work.model();
        access::living(&model, by)?;
        let before = model.direct_between(by, with).cloned();
        let after = match &before {
            Some(before) => opened(before, by),
            None => direct(work, by, with)?,
        };
        (before, after)
    };
    if before.as_ref() != Some(&after) {
        match (&before, after.recipients.get(&by)) {
            (Some(_), Some(recipient)) => store::put_recipient(work.conn(), after.id, by, recipient).await?,
            _ => store::insert(work.conn(), &after).await?,
        }
        work.apply(Change::ConversationPut(after.clone()));
        tell(work, &after, [by]);
        read_states::actions::tell_of_sight(work, after.id, &[by]).await?;
    }
    Ok(PrivateChannel::seen_by(&work.model(), &after, by))
}

fn opened(before: &Conversation, by: UserId) -> Conversation {
    let mut after = before.clone();
    if let Some(recipient) = after.recipients.get_mut(&by) {
        (recipient.closed, recipient.engaged) = (false, true);
    }
    after
}

fn direct(work: &Work, by: UserId, with: UserId) -> Result<Conversation, Refusal> {
    let model = work.model();
    if by == with || access::living(&model, with).is_err() {
        return Err(Refusal::invalid_recipients());
    }
    access::may_write(&model, by, with)?;
    let opener = groups::newcomer(work);
    let other = Recipient { closed: true, engaged: false, ..opener };
    Ok(Conversation {
        id: ChannelId::new(work.next_id()),
        kind: ConversationKind::Direct,
        recipients: BTreeMap::from([(by, opener), (with, other)]),
        owner: None,
        name: None,
        icon: None,
        last_message: None,
    })
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
    work.apply(Change::ConversationPut(after.clone()));
    let closed = before.recipients.iter().filter(|(_, recipient)| recipient.closed);
    let had_closed: Vec<UserId> = closed.map(|(user, _)| *user).collect();
    tell(work, &after, had_closed.iter().copied());
    // Without the message that wakes it, which is not stored yet and counts for itself.
    read_states::actions::tell_of_sight(work, id, &had_closed).await
}

/// Takes a conversation of two from one's list; the other one is told nothing. A group is left. Yields it as it was.
///
/// # Errors
/// 404 / 10003 for strangers.
pub async fn leave(work: &mut Work, by: UserId, id: ChannelId) -> Result<PrivateChannel, Error> {
    let (before, shown) = {
        let model = work.model();
        let before = access::in_conversation(&model, by, id)?;
        (before.clone(), PrivateChannel::seen_by(&model, before, by))
    };
    match before.kind {
        ConversationKind::Group => groups::remove(work, by, id, by).await?,
        ConversationKind::Direct => close(work, before, by).await?,
    }
    Ok(shown)
}

async fn close(work: &mut Work, before: Conversation, by: UserId) -> Result<(), Failure> {
    let id = before.id;
    let mut after = before;
    let Some(recipient) = after.recipients.get_mut(&by).filter(|recipient| !recipient.closed) else { return Ok(()) };
    recipient.closed = true;
    let recipient = *recipient;
    store::put_recipient(work.conn(), id, by, &recipient).await?;
    work.apply(Change::ConversationPut(after));
    work.announce_own(by, &PrivateChannelDelete { id });
    Ok(())
}

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

/// Takes somebody who is gone for good out of all groups. Conversations of two stay with the other one, who is shown what stands
/// in their place from now on.
///
/// # Errors
/// When the database fails.
pub async fn leave_all(work: &mut Work, gone: &cache::User) -> Result<(), Error> {
    tell_of_user(work, gone);
    let of_user: Vec<_> = work.model().conversations_of(gone.id).cloned().collect();
    for group in of_user.into_iter().filter(|conversation| conversation.kind == ConversationKind::Group) {
        groups::take_out(work, group, gone.id).await?;
    }
    Ok(())
}

/// Tells some of those who are in a conversation how it is now.
pub(super) fn tell(work: &mut Work, conversation: &Conversation, whom: impl IntoIterator<Item = UserId>) {
    for user in whom {
        let shown = PrivateChannel::seen_by(&work.model(), conversation, user);
        work.announce(Audience::Recipient(conversation.id, user), &PrivateChannelUpdate(shown));
        presence::actions::introduce_others(work, conversation, user);
    }
}
