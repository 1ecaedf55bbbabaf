//! Audiences: the receivers of an event and the form that each of them gets, at delivery and again at replay.

use std::sync::Arc;

use crate::{
    access::{self, MessageChannel, Scope},
    cache::{Channel, Model},
    events::{Audience, Envelope, Event, Guard},
    features::channels::events::ChannelDelete,
    gateway::session::Owner,
    kernel::{ChannelId, Permissions, Timestamp, UserId},
    wire::guild_events::GuildDelete,
};

/// The receivers among the members of a guild.
pub enum Recipients<'m> {
    All,
    AllBut(UserId),
    /// Members who may view a channel.
    Viewers {
        model: &'m Model,
        channel: &'m Channel,
        but: Option<UserId>,
        now: Timestamp,
    },
    /// Users who may know an invite.
    Inviters {
        model: &'m Model,
        invite: (ChannelId, UserId),
        now: Timestamp,
    },
    Nobody,
}

impl<'m> Recipients<'m> {
    /// For an audience within a guild.
    pub fn of(model: &'m Model, audience: &Audience, now: Timestamp) -> Self {
        let viewers = |guild, channel, but: Option<UserId>| match model
            .guild(guild)
            .and_then(|guild| Some((guild, guild.channels.get(&channel)?)))
        {
            None => Self::Nobody,
            Some((guild, channel)) if access::everyone_holds(guild, channel, Permissions::VIEW_CHANNEL) => {
                but.map_or(Self::All, Self::AllBut)
            }
            Some((_, channel)) => Self::Viewers { model, channel, but, now },
        };
        match audience {
            Audience::Own(_)
            | Audience::Members(..)
            | Audience::Viewers(..)
            | Audience::Reader(..)
            | Audience::Newcomer(..)
            | Audience::Recipients(_)
            | Audience::Probed(_)
            | Audience::DmChannel(_)
            | Audience::DmChannelWithout(..)
            | Audience::Recipient(..) => Self::Nobody,
            Audience::Inviters { channel, inviter, .. } => Self::Inviters { model, invite: (*channel, *inviter), now },
            Audience::Guild(_) | Audience::Presence(..) => Self::All,
            Audience::GuildWithout(_, but) | Audience::PresenceToOthers(_, but) => Self::AllBut(*but),
            Audience::Channel(guild, channel) => viewers(*guild, *channel, None),
            Audience::ChannelWithout(guild, channel, but) => viewers(*guild, *channel, Some(*but)),
        }
    }

    /// For an audience within a DM channel.
    pub fn in_dm_channel(model: &Model, audience: &Audience) -> Vec<UserId> {
        let recipients = |id: &ChannelId| model.dm_channel(*id).into_iter().flat_map(|dm| dm.recipients.keys().copied());
        match audience {
            Audience::DmChannel(id) => recipients(id).collect(),
            Audience::DmChannelWithout(id, but) => recipients(id).filter(|user| user != but).collect(),
            Audience::Recipient(id, only) => recipients(id).filter(|user| user == only).collect(),
            Audience::Recipients(pairs) => pairs
                .iter()
                .filter(|(id, user)| access::in_dm_channel(model, *user, *id).is_ok())
                .map(|(_, user)| *user)
                .collect(),
            _ => Vec::new(),
        }
    }

    pub fn has(&self, user: UserId) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(but) => user != *but,
            Self::Viewers { model, channel, but, now } => {
                Some(user) != *but && access::can(model, user, Permissions::VIEW_CHANNEL, Scope::Channel(channel.id), *now)
            }
            Self::Inviters { model, invite, now } => access::may_know_invite(model, user, *invite, *now),
            Self::Nobody => false,
        }
    }
}

/// The delivery of an event to a session.
#[derive(Debug)]
pub enum Form<'e> {
    /// This form of it.
    Visible(&'e Arc<Envelope>),
    Nothing,
    /// No existing form is allowed: the session must start anew.
    Missing,
}

/// The forms of an event for many sessions.
pub struct Forms<'e> {
    model: &'e Model,
    envelope: &'e Arc<Envelope>,
    /// `None`: the same for all sessions.
    guard: Option<&'e Guard>,
    now: Timestamp,
}

impl<'e> Forms<'e> {
    pub fn of(model: &'e Model, envelope: &'e Arc<Envelope>, now: Timestamp) -> Self {
        let guard = envelope.guard().filter(|guard| !is_open(model, guard));
        Self { model, envelope, guard, now }
    }

    pub fn for_session_of(&self, owner: &Owner) -> Form<'e> {
        let Some(guard) = self.guard else { return Form::Visible(self.envelope) };
        if access::can(self.model, owner.user, guard.needed, Scope::Channel(guard.channel), self.now) {
            return Form::Visible(self.envelope);
        }
        if guard.since.is_some_and(|message| message < owner.since) {
            return Form::Nothing;
        }
        match (guard.has_secret, self.envelope.redacted()) {
            (false, _) => Form::Visible(self.envelope),
            (true, Some(redacted)) => Form::Visible(redacted),
            (true, None) => Form::Missing,
        }
    }
}

fn is_open(model: &Model, guard: &Guard) -> bool {
    match MessageChannel::of(model, guard.channel) {
        Some(MessageChannel::Guild(guild, channel)) => access::everyone_holds(guild, channel, guard.needed),
        Some(MessageChannel::DmChannel(_)) => true,
        None => false,
    }
}

/// What a session may receive at replay of an event that it received before. A deletion is always allowed.
pub fn again<'e>(model: &'e Model, owner: &Owner, envelope: &'e Arc<Envelope>, now: Timestamp) -> Form<'e> {
    let sees = |channel: &&ChannelId| access::can(model, owner.user, Permissions::VIEW_CHANNEL, Scope::Channel(**channel), now);
    match &envelope.audience {
        Audience::Reader(_, channels) => match channels.iter().filter(sees).count() {
            seen if seen == channels.len() => Form::Visible(envelope),
            0 => Form::Nothing,
            _ => Form::Missing,
        },
        Audience::Newcomer(guild, ..) if access::guild(model, owner.user, *guild).is_err() => Form::Nothing,
        // The deletion of a deleted channel is replayed too.
        Audience::Newcomer(_, _, channels) if !channels.iter().filter(|id| model.channel(**id).is_some()).all(|id| sees(&id)) => {
            Form::Missing
        }
        _ if may_still_receive(model, owner.user, envelope, now) => Forms::of(model, envelope, now).for_session_of(owner),
        _ => Form::Nothing,
    }
}

fn may_still_receive(model: &Model, user: UserId, envelope: &Envelope, now: Timestamp) -> bool {
    let audience = &envelope.audience;
    if let Some(dm) = audience.dm_channel(user) {
        return access::in_dm_channel(model, user, dm).is_ok();
    }
    let Some(guild) = audience.guild() else { return matches!(audience, Audience::Own(_)) };
    let is_member = access::guild(model, user, guild).is_ok();
    match (audience, audience.channel()) {
        (_, None) => is_member || envelope.name == GuildDelete::NAME,
        (_, Some((_, channel))) if model.channel(channel).is_none() => is_member && envelope.name == ChannelDelete::NAME,
        (Audience::Inviters { channel, inviter, .. }, _) => access::may_know_invite(model, user, (*channel, *inviter), now),
        (_, Some((_, channel))) => access::can(model, user, Permissions::VIEW_CHANNEL, Scope::Channel(channel), now),
    }
}

#[cfg(test)]
mod tests;
