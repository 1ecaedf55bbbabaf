//! Where messages are: a channel of a guild, or a DM channel. What is done with messages asks here and needs no other case.

use crate::{
    access::guard::{in_channel, in_guild},
    cache::{Channel, ChannelKind, DmChannel, Guild, Model},
    events::Audience,
    kernel::{ApiError, ChannelId, GuildId, MessageId, Permissions, Timestamp, UserId},
};

#[derive(Debug, Clone, Copy)]
pub enum MessageChannel<'m> {
    Guild(&'m Guild, &'m Channel),
    DmChannel(&'m DmChannel),
}

impl<'m> MessageChannel<'m> {
    /// Any channel, whoever asks.
    pub fn of(model: &'m Model, id: ChannelId) -> Option<Self> {
        let channel = model.channel(id).map(|(guild, channel)| Self::Guild(guild, channel));
        channel.or_else(|| model.dm_channel(id).map(Self::DmChannel))
    }

    pub fn id(self) -> ChannelId {
        match self {
            Self::Guild(_, channel) => channel.id,
            Self::DmChannel(dm) => dm.id,
        }
    }

    /// The guild it belongs to; a DM channel has none.
    pub fn guild(self) -> Option<&'m Guild> {
        match self {
            Self::Guild(guild, _) => Some(guild),
            Self::DmChannel(_) => None,
        }
    }

    pub fn guild_id(self) -> Option<GuildId> {
        self.guild().map(|guild| guild.id)
    }

    /// Whether there can be messages in it.
    pub fn has_messages(self) -> bool {
        match self {
            Self::Guild(_, channel) => channel.kind == ChannelKind::Text,
            Self::DmChannel(_) => true,
        }
    }

    /// Its last message, as the model knows it.
    pub fn last_message(self) -> Option<MessageId> {
        match self {
            Self::Guild(_, channel) => channel.last_message,
            Self::DmChannel(dm) => dm.last_message,
        }
    }

    /// Seconds between two messages of one member; 0 is none.
    pub fn slow_mode_s(self) -> i64 {
        match self {
            Self::Guild(_, channel) => channel.rate_limit_per_user,
            Self::DmChannel(_) => 0,
        }
    }

    /// All who may see it.
    pub fn audience(self) -> Audience {
        match self {
            Self::Guild(guild, channel) => Audience::Channel(guild.id, channel.id),
            Self::DmChannel(dm) => Audience::DmChannel(dm.id),
        }
    }

    /// All who may see it but one.
    pub fn audience_without(self, but: UserId) -> Audience {
        match self {
            Self::Guild(guild, channel) => Audience::ChannelWithout(guild.id, channel.id, but),
            Self::DmChannel(dm) => Audience::DmChannelWithout(dm.id, but),
        }
    }
}

/// A channel or DM channel that `who` may view, and in which they hold all of `needed`. Whether the other one of two wants to
/// hear of them is asked by [`super::may_write_in`].
///
/// # Errors
/// 404 / 10003 for what one cannot see; 403 / 50013 without the permissions.
pub fn authorize_channel(
    model: &Model,
    who: UserId,
    id: ChannelId,
    needed: Permissions,
    now: Timestamp,
) -> Result<MessageChannel<'_>, ApiError> {
    if model.dm_channel(id).is_none() {
        return in_channel(model, who, id, needed, now).map(|(guild, channel)| MessageChannel::Guild(guild, channel));
    }
    let dm = in_dm_channel(model, who, id)?;
    if Permissions::DM_CHANNEL.contains(needed) {
        Ok(MessageChannel::DmChannel(dm))
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// A DM channel that `who` is in.
///
/// # Errors
/// 404 / 10003 for any other.
pub fn in_dm_channel(model: &Model, who: UserId, id: ChannelId) -> Result<&DmChannel, ApiError> {
    model.dm_channel(id).filter(|found| found.recipients.contains_key(&who)).ok_or(ApiError::unknown_channel())
}

/// Whether somebody may be shown what was said in a channel before. There is no other way to one than to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History(bool);

impl History {
    /// For one reader of a channel; for strangers it is closed.
    pub fn of(model: &Model, reader: UserId, channel: ChannelId, now: Timestamp) -> Self {
        Self(authorize_channel(model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now).is_ok())
    }

    pub const fn is_open(self) -> bool {
        self.0
    }
}

/// Where something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Guild(GuildId),
    Channel(ChannelId),
}

/// Whether `who` holds all of `needed` there. Strangers and unknown places: no.
pub fn can(model: &Model, who: UserId, needed: Permissions, place: Scope, now: Timestamp) -> bool {
    match place {
        Scope::Guild(guild) => in_guild(model, who, guild, needed, now).is_ok(),
        Scope::Channel(channel) => authorize_channel(model, who, channel, needed, now).is_ok(),
    }
}

/// Whether somebody may know the code of an invite to a channel: they may view it, and have made the invite or manage the channel or
/// the guild.
pub fn may_know_invite(model: &Model, who: UserId, (channel, inviter): (ChannelId, UserId), now: Timestamp) -> bool {
    let Ok((guild, _)) = in_channel(model, who, channel, Permissions::VIEW_CHANNEL, now) else { return false };
    who == inviter
        || can(model, who, Permissions::MANAGE_CHANNELS, Scope::Channel(channel), now)
        || can(model, who, Permissions::MANAGE_GUILD, Scope::Guild(guild.id), now)
}
