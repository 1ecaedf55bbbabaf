//! The reactions that a message shows. Which emoji it has, and how often each, stands in its row; which of them are the reader's own is
//! looked up when it is served, so that a cached page can be the same for all.

use std::collections::HashSet;

use super::{
    store::{self, own_reactions},
    view::Message,
};
use crate::{
    access,
    cache::MessageChange,
    db::{Conn, Failure},
    http::Error,
    kernel::{ChannelId, MessageId, Permissions, Refusal, UserId},
    wire::reaction::ReactionCounts,
    work::Work,
};

/// The counts of a message whose history the user may read.
///
/// # Errors
/// 404 / 10003 for a channel that the user cannot see, 403 / 50013 without its history, 404 / 10008 for an unknown message.
pub async fn reaction_counts(
    work: &mut Work,
    user: UserId,
    channel: ChannelId,
    message: MessageId,
) -> Result<ReactionCounts, Error> {
    access::in_venue(&work.model(), user, channel, Permissions::READ_MESSAGE_HISTORY, work.now())?;
    let row = store::find(work.conn(), channel, message).await?.ok_or(Refusal::unknown_message())?;
    Ok(ReactionCounts::parse(&row.reactions))
}

/// Stores new counts of a message.
///
/// # Errors
/// When the database fails.
pub async fn set_reaction_counts(
    work: &mut Work,
    channel: ChannelId,
    message: MessageId,
    counts: &ReactionCounts,
) -> Result<(), Failure> {
    store::update_reactions(work.conn(), channel, message, &counts.stored()).await?;
    work.apply(MessageChange::Edited(channel));
    Ok(())
}

/// Marks the reader's own reactions to messages, and to those that they reply to.
///
/// # Errors
/// When the database fails.
pub async fn mark_own(conn: &mut Conn, reader: UserId, messages: &mut [Message]) -> Result<(), Failure> {
    let ids: Vec<_> =
        messages.iter().flat_map(with_referenced).filter(|one| !one.reactions.is_empty()).map(|one| one.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let own: HashSet<_> = own_reactions(conn, reader, &ids).await?.into_iter().collect();
    let mark = |message: &mut Message| {
        for reaction in &mut message.reactions {
            reaction.me = own.contains(&(message.id, reaction.emoji.name.as_str().to_owned()));
        }
    };
    for message in messages {
        mark(message);
        if let Some(Some(referenced)) = &mut message.referenced_message {
            mark(referenced);
        }
    }
    Ok(())
}

fn with_referenced(message: &Message) -> impl Iterator<Item = &Message> {
    let referenced = message.referenced_message.as_ref().and_then(Option::as_deref);
    std::iter::once(message).chain(referenced)
}
