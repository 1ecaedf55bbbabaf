//! One entry of the queue of a session.

use std::sync::Arc;

use super::{
    super::{
        audience::{self, Form},
        members::Part,
        payloads::Ready,
    },
    Owner,
};
use crate::{
    access,
    cache::Model,
    events::{Envelope, OwnEvent},
    features::guilds::view::GuildCreate,
    kernel::{ChannelId, Permissions, Timestamp, UserId},
};

/// What a client is to be sent.
#[derive(Debug, Clone)]
pub enum Item {
    /// What is told to many, encoded once.
    Shared(Arc<Envelope>),
    /// READY, of which not everything is known yet. Nothing is sent before it is.
    Awaited,
    /// READY, with the conversations that it shows.
    Ready(Arc<Envelope>, Arc<[ChannelId]>),
    /// A guild of the first picture. Encoded when it is sent, so that IDENTIFY is over quickly.
    Guild(Arc<GuildCreate>),
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
        let shown = ready.private_channels.iter().map(|conversation| conversation.id).collect();
        Self::Ready(Arc::new(Envelope::own(user, ready)), shown)
    }

    /// What it takes of the bound of the queue. The first picture takes nothing, or who is in many guilds could not come in.
    pub(super) fn counted_bytes(&self, user: UserId) -> usize {
        match self {
            Self::Shared(envelope) => envelope.tail(user).len(),
            Self::Members(part) => part.bytes(),
            Self::Awaited | Self::Ready(..) | Self::Guild(_) => 0,
        }
    }

    /// Puts it in the form in which it may be told again now; false if it may not.
    pub(super) fn renew(&mut self, model: &Model, owner: &Owner, now: Timestamp) -> Result<bool, Missing> {
        match self {
            Self::Shared(envelope) => {
                let form = match audience::again(model, owner, envelope, now) {
                    Form::Told(form) => form.clone(),
                    Form::Nothing => return Ok(false),
                    Form::Missing => return Err(Missing),
                };
                *envelope = form;
                Ok(true)
            }
            Self::Ready(..) => Ok(true),
            Self::Guild(guild) => Ok(access::guild(model, owner.user, guild.guild.id).is_ok()),
            Self::Members(part) => Ok(access::guild(model, owner.user, part.guild).is_ok()),
            Self::Awaited => Ok(true),
        }
    }

    /// A first picture with a channel or conversation in it that the user may not view any more.
    pub(super) fn shows_what_is_hidden_now(&self, model: &Model, user: UserId, now: Timestamp) -> bool {
        let guild = match self {
            Self::Guild(guild) => guild,
            Self::Ready(_, shown) => return shown.iter().any(|id| access::in_conversation(model, user, *id).is_err()),
            Self::Awaited | Self::Shared(_) | Self::Members(..) => return false,
        };
        let hidden = |channel| {
            model.channel(channel).is_some()
                && !access::can(model, user, Permissions::VIEW_CHANNEL, access::Place::Channel(channel), now)
        };
        access::guild(model, user, guild.guild.id).is_ok() && guild.channels.iter().any(|channel| hidden(channel.id))
    }
}
