//! What can be done with conversations.

use std::collections::BTreeMap;

use super::{events::PrivateChannelUpdate, store, view::PrivateChannel};
use crate::{
    access,
    cache::{Change, Conversation, ConversationKind, Model, Recipient},
    db::Failure,
    events::Audience,
    http::Error,
    kernel::{ChannelId, Refusal, Timestamp, UserId},
    work::Work,
};

/// Opens the conversation with somebody, which is made if there has been none. The other one is told nothing yet.
///
/// # Errors
/// 400 / 50033 for oneself and for who is not there, 403 / 50007 for a new one with somebody whom one may not write to.
pub async fn open(work: &mut Work, by: UserId, with: UserId) -> Result<PrivateChannel, Error> {
    let now = work.now();
    let (before, after) = {
        let model = work.model();
        access::living(&model, by)?;
        let before = model.direct_between(by, with).cloned();
        let after = match &before {
            Some(before) => opened(before, by),
            None => direct(&model, ChannelId::new(work.next_id()), by, with, now)?,
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

fn direct(model: &Model, id: ChannelId, by: UserId, with: UserId, now: Timestamp) -> Result<Conversation, Refusal> {
    if by == with || access::living(model, with).is_err() {
        return Err(Refusal::invalid_recipients());
    }
    access::may_write(model, by, with)?;
    let opener = Recipient { added_at: now, closed: false, engaged: true };
    let other = Recipient { added_at: now, closed: true, engaged: false };
    Ok(Conversation {
        id,
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
    let had_closed = before.recipients.iter().filter(|(_, recipient)| recipient.closed).map(|(user, _)| *user);
    tell(work, &after, had_closed);
    Ok(())
}

/// Tells some of those who are in a conversation how it is now.
fn tell(work: &mut Work, conversation: &Conversation, whom: impl IntoIterator<Item = UserId>) {
    for user in whom {
        let shown = PrivateChannel::seen_by(&work.model(), conversation, user);
        work.announce(Audience::Recipient(conversation.id, user), &PrivateChannelUpdate(shown));
    }
}
