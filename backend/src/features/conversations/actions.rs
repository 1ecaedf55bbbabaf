//! What can be done with conversations.

use std::collections::BTreeMap;

pub use crate::features::conversations::{
    groups::{add, remove},
    icon::{change, upload},
};
use crate::{
    access,
    cache::{self, Conversation, ConversationChange, ConversationKind, Recipient},
    db::Failure,
    features::{
        conversations::{groups, rules::With},
        read_states,
        recipients::{
            actions::{self as recipients, newcomer, tell, tell_of_user},
            events::PrivateChannelDelete,
        },
    },
    http::Error,
    kernel::{ChannelId, Refusal, UserId},
    state::State,
    wire::dm_channel::PrivateChannel,
    work::Work,
};

/// Opens the conversation with one person, or makes a group.
///
/// # Errors
/// As [`open`] and [`groups::create`].
pub async fn talk(state: &State, by: UserId, with: With) -> Result<PrivateChannel, Error> {
    state.writer.run(move |work| Box::pin(talk_in(work, by, with))).await
}

async fn talk_in(work: &mut Work, by: UserId, with: With) -> Result<PrivateChannel, Error> {
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
            (Some(_), Some(recipient)) => recipients::put_recipient(work.conn(), after.id, by, recipient).await?,
            _ => recipients::insert(work.conn(), &after).await?,
        }
        work.apply(ConversationChange::Put(after.clone()));
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
    let opener = newcomer(work);
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

/// Takes a conversation of two from one's list; the other one is told nothing. A group is left. Yields it as it was.
///
/// # Errors
/// 404 / 10003 for strangers.
pub async fn leave(state: &State, by: UserId, id: ChannelId) -> Result<PrivateChannel, Error> {
    state.writer.run(move |work| Box::pin(leave_in(work, by, id))).await
}

async fn leave_in(work: &mut Work, by: UserId, id: ChannelId) -> Result<PrivateChannel, Error> {
    let (before, shown) = {
        let model = work.model();
        let before = access::in_conversation(&model, by, id)?;
        (before.clone(), PrivateChannel::seen_by(&model, before, by))
    };
    match before.kind {
        ConversationKind::Group => groups::remove_in(work, by, id, by).await?,
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
    recipients::put_recipient(work.conn(), id, by, &recipient).await?;
    work.apply(ConversationChange::Put(after));
    work.announce_own(by, &PrivateChannelDelete { id });
    Ok(())
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
