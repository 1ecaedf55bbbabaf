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
    db::{Conn, DbError},
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, Permissions, UserId},
    wire::reaction::ReactionCounts,
    writer::UnitOfWork,
};

/// The counts of a message whose history the user may read.
///
/// # Errors
/// 404 / 10003 for a channel that the user cannot see, 403 / 50013 without its history, 404 / 10008 for an unknown message.
pub async fn reaction_counts(
    uow: &mut UnitOfWork,
    user: UserId,
    channel: ChannelId,
    message: MessageId,
) -> Result<ReactionCounts, Error> {
    access::authorize_channel(&uow.model(), user, channel, Permissions::READ_MESSAGE_HISTORY, uow.now())?;
    let row = store::find(uow.conn(), channel, message).await?.ok_or(ApiError::unknown_message())?;
    Ok(ReactionCounts::parse(&row.reactions))
}

/// Stores new counts of a message.
///
/// # Errors
/// When the database fails.
pub async fn set_reaction_counts(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    message: MessageId,
    counts: &ReactionCounts,
) -> Result<(), DbError> {
    store::update_reactions(uow.conn(), channel, message, &counts.stored()).await?;
    uow.apply(MessageChange::Edited(channel));
    Ok(())
}

/// Marks the reader's own reactions to messages, and to those that they reply to.
///
/// # Errors
/// When the database fails.
pub async fn mark_own(conn: &mut Conn, reader: UserId, messages: &mut [Message]) -> Result<(), DbError> {
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
