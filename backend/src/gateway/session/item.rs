//! One entry of the queue of a session.

use std::sync::Arc;

use super::{
    super::{
        audience::{self, Form},
        members::Part,
        payloads::Ready,
        ready::{self, AtFirst},
    },
    Owner,
};
use crate::{
    access,
    cache::{Model, Presences},
    events::{Envelope, OwnEvent, Serialized, serialize},
    kernel::{ChannelId, GuildId, Timestamp, UserId},
    wire::guild_events::GuildDelete,
};

/// What a client is to be sent.
#[derive(Debug, Clone)]
pub enum Item {
    /// What is told to many, encoded once.
    Shared(Arc<Envelope>),
    /// READY, of which not everything is known yet. Nothing is sent before it is.
    Awaited,
    /// READY, with the DM channels that it shows.
    Ready(Arc<Envelope>, Arc<[ChannelId]>),
    /// A guild of the first picture. Described when it is sent, so that a client that does not read it holds nothing. What is queued
    /// behind it may be in it already, and is told all the same.
    Guild(GuildId, AtFirst),
    /// A part of an answer about the members of a guild. Described when it is sent.
    Members(Arc<Part>),
}

/// An event must not be told again as it was, and was made in no other form.
pub(super) struct Missing;

impl Item {
    /// For one session only.
    pub fn own<E: OwnEvent>(user: UserId, event: &E) -> Self {
        Self::Shared(Arc::new(Envelope::own(user, event)))
    }

    /// READY.
    pub fn ready(user: UserId, ready: &Ready) -> Self {
        let shown = ready.private_channels.iter().map(|dm| dm.id).collect();
        Self::Ready(Arc::new(Envelope::own(user, ready)), shown)
    }

    /// What it takes of the bound of the queue. The first picture takes nothing, or who is in many guilds could not come in.
    pub(super) fn counted_bytes(&self, user: UserId) -> usize {
        match self {
            Self::Shared(envelope) => envelope.tail(user).len(),
            Self::Members(part) => part.bytes(),
            Self::Awaited | Self::Ready(..) | Self::Guild(..) => 0,
        }
    }

    /// The memory that it takes: of what is shared, a share.
    pub(super) fn weight(&self) -> usize {
        let shared = |envelope: &Arc<Envelope>| envelope.bytes() / Arc::strong_count(envelope);
        let more = match self {
            Self::Shared(envelope) | Self::Ready(envelope, _) => shared(envelope),
            Self::Members(part) => part.bytes() / Arc::strong_count(part),
            Self::Awaited | Self::Guild(..) => 0,
        };
        size_of::<Self>() + more
    }

    /// About how many bytes it is described in, if it is.
    pub(super) fn described_bytes(&self) -> usize {
        match self {
            Self::Guild(_, at_first) => at_first.bytes(),
            Self::Members(part) => part.described_bytes(),
            Self::Shared(_) | Self::Awaited | Self::Ready(..) => 0,
        }
    }

    /// What it only names, as it is now. Whoever is no member any more is told that the guild is gone, and has been put out later on.
    pub fn described(&self, (model, presences): (&Model, &Presences), user: UserId, now: Timestamp) -> Option<Serialized> {
        match self {
            Self::Guild(guild, at_first) => Some(match ready::guild((model, presences), user, *guild, *at_first, now) {
                Some(seen) => serialize(&seen),
                None => serialize(&GuildDelete { id: *guild }),
            }),
            Self::Members(part) => Some(serialize(&part.describe(model, user, presences))),
            Self::Shared(_) | Self::Awaited | Self::Ready(..) => None,
        }
    }

    /// Puts it in the form in which it may be told again now; false if it may not.
    pub(super) fn renew(&mut self, model: &Model, owner: &Owner, now: Timestamp) -> Result<bool, Missing> {
        match self {
            Self::Shared(envelope) => {
                let form = match audience::again(model, owner, envelope, now) {
                    Form::Visible(form) => form.clone(),
                    Form::Nothing => return Ok(false),
                    Form::Missing => return Err(Missing),
                };
                *envelope = form;
                Ok(true)
            }
            Self::Ready(..) => Ok(true),
            Self::Guild(guild, _) => Ok(access::guild(model, owner.user, *guild).is_ok()),
            Self::Members(part) => Ok(access::guild(model, owner.user, part.guild).is_ok()),
            Self::Awaited => Ok(true),
        }
    }

    /// A first picture with a DM channel in it that the user is not in any more.
    pub(super) fn shows_what_is_hidden_now(&self, model: &Model, user: UserId) -> bool {
        let Self::Ready(_, shown) = self else { return false };
        shown.iter().any(|id| access::in_dm_channel(model, user, *id).is_err())
    }
}
