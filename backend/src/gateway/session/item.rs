//! Entries of a session's queue.

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

/// An entry of the queue.
#[derive(Debug, Clone)]
pub enum Item {
    /// A shared event, encoded once.
    Shared(Arc<Envelope>),
    /// An incomplete READY. Nothing is sent before it is complete.
    Awaited,
    /// READY, with the ids of its DM channels.
    Ready(Arc<Envelope>, Arc<[ChannelId]>),
    /// A guild of the initial state. It is serialized when it is sent, so that a client that does not read holds no memory. It
    /// may already include events queued behind it, which are sent all the same.
    Guild(GuildId, AtFirst),
    /// A chunk of members, serialized when it is sent.
    Members(Arc<Part>),
}

/// An event may not be replayed in its form, and has no other one.
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

    /// Its share of the queue's bound. The initial state counts nothing, or users in many guilds could not connect.
    pub(super) fn counted_bytes(&self, user: UserId) -> usize {
        match self {
            Self::Shared(envelope) => envelope.tail(user).len(),
            Self::Members(part) => part.bytes(),
            Self::Awaited | Self::Ready(..) | Self::Guild(..) => 0,
        }
    }

    /// Its memory; of shared events, a share.
    pub(super) fn weight(&self) -> usize {
        let shared = |envelope: &Arc<Envelope>| envelope.bytes() / Arc::strong_count(envelope);
        let more = match self {
            Self::Shared(envelope) | Self::Ready(envelope, _) => shared(envelope),
            Self::Members(part) => part.bytes() / Arc::strong_count(part),
            Self::Awaited | Self::Guild(..) => 0,
        };
        size_of::<Self>() + more
    }

    /// Approximate encoded size, if it is serialized when sent.
    pub(super) fn described_bytes(&self) -> usize {
        match self {
            Self::Guild(_, at_first) => at_first.bytes(),
            Self::Members(part) => part.described_bytes(),
            Self::Shared(_) | Self::Awaited | Self::Ready(..) => 0,
        }
    }

    /// Serializes the referenced object as it is now. A former member gets the deletion of the guild, which is also queued later.
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

    /// Changes the entry to the form that may be replayed now; false if there is none.
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

    /// A READY with a DM channel that the user has left.
    pub(super) fn shows_what_is_hidden_now(&self, model: &Model, user: UserId) -> bool {
        let Self::Ready(_, shown) = self else { return false };
        shown.iter().any(|id| access::in_dm_channel(model, user, *id).is_err())
    }
}
