//! Who may write to whom. Whoever is blocked gets the answer that anybody may get whom a person does not want to hear of.

use crate::{
    access::{guard::living, venue::Venue},
    cache::{Conversation, ConversationKind, DirectMessages, Model},
    kernel::{Refusal, UserId},
};

/// Whether `from` may write to `to` alone: there is no block between them, and `to` lets such people write to them or has
/// turned to `from` before.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_write(model: &Model, from: UserId, to: UserId) -> Result<(), Refusal> {
    let is_there = model.user(to).is_some_and(|user| !user.is_tombstone());
    let has_turned = || {
        let conversation = model.direct_between(from, to);
        conversation.and_then(|found| found.recipients.get(&to)).is_some_and(|recipient| recipient.engaged)
    };
    if is_there && !model.is_block_between(from, to) && (permits(model, from, to) || has_turned()) {
        Ok(())
    } else {
        Err(Refusal::cannot_message_user())
    }
}

fn permits(model: &Model, from: UserId, to: UserId) -> bool {
    match model.settings(to).direct_messages {
        DirectMessages::Everyone => true,
        DirectMessages::SharedGuild => model.share_a_guild(from, to),
        DirectMessages::Nobody => false,
    }
}

/// Whether `who` may know if `of` is there, who is in the conversation with them: there is no block between them, and of two
/// `of` lets such people write to them or has turned to `who` before.
pub fn may_see(model: &Model, conversation: &Conversation, who: UserId, of: UserId) -> bool {
    let has_turned = || conversation.recipients.get(&of).is_some_and(|recipient| recipient.engaged);
    let may = conversation.kind == ConversationKind::Group || permits(model, who, of) || has_turned();
    may && !model.is_block_between(who, of)
}

/// Whether `from` may write where they are. Only in a conversation of two is there somebody to be asked.
///
/// # Errors
/// 403 / 50007; 401 for who has gone for good.
pub fn may_write_in(model: &Model, from: UserId, venue: Venue) -> Result<(), Refusal> {
    match venue {
        Venue::Conversation(conversation) => {
            // Somebody who has gone is still one of two.
            living(model, from)?;
            conversation.other(from).map_or(Ok(()), |to| may_write(model, from, to))
        }
        Venue::Guild(..) => Ok(()),
    }
}

/// Whether `by` may bring `who` into a group: they know each other, from a guild or from an open conversation of two, and the
/// one may write to the other.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_add(model: &Model, by: UserId, who: UserId) -> Result<(), Refusal> {
    let talk = || model.direct_between(by, who).is_some_and(|conversation| conversation.is_open_for(by));
    if model.share_a_guild(by, who) || talk() { may_write(model, by, who) } else { Err(Refusal::cannot_message_user()) }
}
