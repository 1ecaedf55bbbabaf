//! Who is told: the one place where an audience becomes people, when something happens and again when it is replayed.

use crate::{
    access::{self, Place},
    cache::{Channel, Guild, Model},
    events::{Audience, Envelope, Event},
    features::{channels::events::ChannelDelete, guilds::events::GuildDelete},
    kernel::{Permissions, Timestamp, UserId},
};

/// Who among the members of a guild is told.
pub enum Told<'m> {
    All,
    AllBut(UserId),
    /// Those who may view a channel.
    Viewers {
        model: &'m Model,
        channel: &'m Channel,
        but: Option<UserId>,
        now: Timestamp,
    },
    Nobody,
}

impl<'m> Told<'m> {
    /// For an audience that is a part of a guild.
    pub fn of(model: &'m Model, audience: &Audience, now: Timestamp) -> Self {
        let viewers = |guild, channel, but: Option<UserId>| match model
            .guild(guild)
            .and_then(|guild| Some((guild, guild.channels.get(&channel)?)))
        {
            None => Self::Nobody,
            Some((guild, channel)) if everyone_views(guild, channel) => but.map_or(Self::All, Self::AllBut),
            Some((_, channel)) => Self::Viewers { model, channel, but, now },
        };
        match audience {
            Audience::User(_)
            | Audience::Users(_)
            | Audience::Conversation(_)
            | Audience::ConversationWithout(..)
            | Audience::Recipient(..) => Self::Nobody,
            Audience::Guild(_) | Audience::Presence(..) => Self::All,
            Audience::GuildWithout(_, but) | Audience::PresenceToOthers(_, but) => Self::AllBut(*but),
            Audience::Channel(guild, channel) => viewers(*guild, *channel, None),
            Audience::ChannelWithout(guild, channel, but) => viewers(*guild, *channel, Some(*but)),
        }
    }

    /// For an audience that is a part of a conversation.
    pub fn in_conversation(model: &Model, audience: &Audience) -> Vec<UserId> {
        let conversation = audience.conversation().and_then(|id| model.conversation(id));
        let recipients = conversation.into_iter().flat_map(|conversation| conversation.recipients.keys().copied());
        match audience {
            Audience::ConversationWithout(_, but) => recipients.filter(|user| user != but).collect(),
            Audience::Recipient(_, only) => recipients.filter(|user| user == only).collect(),
            _ => recipients.collect(),
        }
    }

    pub fn has(&self, user: UserId) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(but) => user != *but,
            Self::Viewers { model, channel, but, now } => {
                Some(user) != *but && access::can(model, user, Permissions::VIEW_CHANNEL, Place::Channel(channel.id), *now)
            }
            Self::Nobody => false,
        }
    }
}

/// Without overwrites, what @everyone has nobody lacks: a time-out leaves sight, too.
pub(super) fn everyone_views(guild: &Guild, channel: &Channel) -> bool {
    let everyone = guild.roles.get(&guild.id.everyone());
    channel.overwrites.is_empty() && everyone.is_some_and(|role| role.permissions.contains(Permissions::VIEW_CHANNEL))
}

/// Whether somebody who was told of an event then may be told of it again now. That a thing is gone may always be told.
pub fn may_still_be_told(model: &Model, user: UserId, envelope: &Envelope, now: Timestamp) -> bool {
    if let Some(conversation) = envelope.audience.conversation() {
        return access::can(model, user, Permissions::VIEW_CHANNEL, Place::Channel(conversation), now);
    }
    let Some(guild) = envelope.audience.guild() else { return true };
    let is_member = access::guild(model, user, guild).is_ok();
    match envelope.audience.channel() {
        None => is_member || envelope.name == GuildDelete::NAME,
        Some((_, channel)) if model.channel(channel).is_none() => is_member && envelope.name == ChannelDelete::NAME,
        Some((_, channel)) => access::can(model, user, Permissions::VIEW_CHANNEL, Place::Channel(channel), now),
    }
}

#[cfg(test)]
mod tests;
