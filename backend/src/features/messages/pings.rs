//! Whom messages call, and who is told when one calls them no more.

use super::{
    message::MessageRow,
    rules::{self, AllowedMentions, MentionContext, Mentions},
};
use crate::{
    access::{self, MessageChannel},
    cache::Presences,
    db::DbError,
    features::{
        mentions::actions::{self as mentions, Called, Source, Targets},
        read_states::actions as read_states,
    },
    kernel::{ApiError, ChannelId, MessageId, Permissions, UserId},
    writer::UnitOfWork,
};

/// A text that is to stand somewhere.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'d> {
    pub content: &'d str,
    pub allowed: Option<&'d AllowedMentions>,
    /// The author of the message that it replies to.
    pub replied: Option<UserId>,
}

/// Whom a text that somebody writes in a channel mentions, and whom that calls if it is a new one.
///
/// # Errors
/// 404 / 10003 for a channel that the author cannot see.
pub fn read_in(uow: &UnitOfWork, author: UserId, channel: ChannelId, draft: Draft) -> Result<(Mentions, Targets), ApiError> {
    let (model, now) = (uow.model(), uow.now());
    let message_channel = access::authorize_channel(&model, author, channel, Permissions::VIEW_CHANNEL, now)?;
    Ok(read(&MentionContext { model: &model, message_channel, author, now }, uow.presences(), draft))
}

/// The same where the author has been let in: @here calls those who are there now.
pub fn read(context: &MentionContext, presences: &Presences, draft: Draft) -> (Mentions, Targets) {
    let Draft { content, allowed, .. } = draft;
    let (message_channel, now) = (context.message_channel, context.now);
    let mut mentions = rules::mentions(context, content, allowed);
    if let Some(replied) = draft.replied {
        mentions = mentions.with_replied(context, replied, allowed);
    }
    let mut present = match message_channel {
        MessageChannel::Guild(guild, channel) if mentions.here => access::viewers(guild, channel, now),
        _ => Vec::new(),
    };
    present.retain(|user| presences.has_session(*user));
    let targets = Targets {
        users: mentions.users.clone(),
        roles: mentions.roles.clone(),
        everyone: message_channel.guild_id().filter(|_| mentions.everyone),
        here: mentions.here,
        present,
    };
    (mentions, targets)
}

/// Keeps whom a new message calls.
pub async fn note(uow: &mut UnitOfWork, row: &MessageRow, targets: &Targets) -> Result<(), DbError> {
    let source = Source { message: row.id, channel: row.channel_id, author: row.author_id };
    mentions::note(uow, source, targets).await
}

/// Takes back what a changed message does not mention any more.
pub async fn shrink(uow: &mut UnitOfWork, before: &MessageRow, targets: &Targets) -> Result<(), DbError> {
    if before.mentioned_users.is_empty() && before.mentioned_roles.is_empty() && !before.mentions_everyone {
        return Ok(());
    }
    let people = mentions::retain_targets(uow, before.channel_id, before.id, targets).await?;
    if uow.model().dm_channel(before.channel_id).is_some() {
        // There it counts as before.
        return Ok(());
    }
    read_states::publish_recount(uow, before.channel_id, &people, before.id).await
}

/// Those who have to be told when a message is deleted.
pub async fn called_by(uow: &mut UnitOfWork, row: &MessageRow) -> Result<Vec<UserId>, DbError> {
    if let Some(others) = others(uow, row.channel_id, row.author_id) {
        return Ok(others);
    }
    mentions::called_by(uow, row.channel_id, row.id).await
}

/// The same for several messages of an author in a channel.
pub fn people_called(uow: &UnitOfWork, channel: ChannelId, author: UserId, called: &Called) -> Vec<UserId> {
    others(uow, channel, author).unwrap_or_else(|| mentions::people(uow, channel, called))
}

/// In a DM channel every message calls all others.
fn others(uow: &UnitOfWork, channel: ChannelId, author: UserId) -> Option<Vec<UserId>> {
    uow.model().dm_channel(channel).map(|dm| dm.others(author).collect())
}

/// Tells people how much they have to read after messages up to `last` have been deleted.
pub async fn publish_deleted(
    uow: &mut UnitOfWork,
    channel: ChannelId,
    people: &[UserId],
    last: MessageId,
) -> Result<(), DbError> {
    read_states::publish_recount(uow, channel, people, last).await
}
