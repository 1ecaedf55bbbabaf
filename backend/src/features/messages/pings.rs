//! Whom messages call, and who is told when one calls them no more.

use super::{
    rules::{self, AllowedMentions, Mentions, Scene},
    store::MessageRow,
};
use crate::{
    access::{self, Venue},
    cache::Presences,
    db::Failure,
    features::{
        mentions::actions::{self as mentions, Called, Source, Targets},
        read_states::actions as read_states,
    },
    kernel::{ChannelId, MessageId, Permissions, Refusal, UserId},
    work::Work,
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
pub fn read_in(work: &Work, author: UserId, channel: ChannelId, draft: Draft) -> Result<(Mentions, Targets), Refusal> {
    let (model, now) = (work.model(), work.now());
    let venue = access::in_venue(&model, author, channel, Permissions::VIEW_CHANNEL, now)?;
    Ok(read(&Scene { model: &model, venue, author, now }, work.presences(), draft))
}

/// The same where the author has been let in: @here calls those who are there now.
pub fn read(scene: &Scene, presences: &Presences, draft: Draft) -> (Mentions, Targets) {
    let Draft { content, allowed, .. } = draft;
    let (venue, now) = (scene.venue, scene.now);
    let mut mentions = rules::mentions(scene, content, allowed);
    if let Some(replied) = draft.replied {
        mentions = mentions.with_replied(scene, replied, allowed);
    }
    let mut present = match venue {
        Venue::Guild(guild, channel) if mentions.here => access::viewers(guild, channel, now),
        _ => Vec::new(),
    };
    present.retain(|user| presences.has_session(*user));
    let targets = Targets {
        users: mentions.users.clone(),
        roles: mentions.roles.clone(),
        everyone: venue.guild_id().filter(|_| mentions.everyone),
        here: mentions.here,
        present,
    };
    (mentions, targets)
}

/// Keeps whom a new message calls.
pub async fn note(work: &mut Work, row: &MessageRow, targets: &Targets) -> Result<(), Failure> {
    let source = Source { message: row.id, channel: row.channel_id, author: row.author_id };
    mentions::note(work, source, targets).await
}

/// Takes back what a changed message does not mention any more.
pub async fn shrink(work: &mut Work, before: &MessageRow, targets: &Targets) -> Result<(), Failure> {
    if before.mentioned_users.is_empty() && before.mentioned_roles.is_empty() && !before.mentions_everyone {
        return Ok(());
    }
    let people = mentions::keep_only(work, before.channel_id, before.id, targets).await?;
    if work.model().conversation(before.channel_id).is_some() {
        // There it counts as before.
        return Ok(());
    }
    read_states::tell_of_change(work, before.channel_id, &people, before.id).await
}

/// Those who have to be told when a message is deleted.
pub async fn called_by(work: &mut Work, row: &MessageRow) -> Result<Vec<UserId>, Failure> {
    if let Some(others) = others(work, row.channel_id, row.author_id) {
        return Ok(others);
    }
    mentions::called_by(work, row.channel_id, row.id).await
}

/// The same for several messages of an author in a channel.
pub fn people_called(work: &Work, channel: ChannelId, author: UserId, called: &Called) -> Vec<UserId> {
    others(work, channel, author).unwrap_or_else(|| mentions::people(work, channel, called))
}

/// In a conversation every message calls all others.
fn others(work: &Work, channel: ChannelId, author: UserId) -> Option<Vec<UserId>> {
    work.model().conversation(channel).map(|conversation| conversation.others(author).collect())
}

/// Tells people how much they have to read after messages up to `last` have been deleted.
pub async fn tell_deleted(work: &mut Work, channel: ChannelId, people: &[UserId], last: MessageId) -> Result<(), Failure> {
    read_states::tell_of_change(work, channel, people, last).await
}
