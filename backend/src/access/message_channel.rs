//! Where a message is: a guild channel or a DM channel. Actions on messages use this and need no other distinction.

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
    /// Any channel, without an access check.
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

    /// The guild of the channel; `None` for a DM channel.
    pub fn guild(self) -> Option<&'m Guild> {
        match self {
            Self::Guild(guild, _) => Some(guild),
            Self::DmChannel(_) => None,
        }
    }

    pub fn guild_id(self) -> Option<GuildId> {
        self.guild().map(|guild| guild.id)
    }

    /// Whether the channel can contain messages.
    pub fn has_messages(self) -> bool {
        match self {
            Self::Guild(_, channel) => channel.kind == ChannelKind::Text,
            Self::DmChannel(_) => true,
        }
    }

    /// The last message, according to the model.
    pub fn last_message(self) -> Option<MessageId> {
        match self {
            Self::Guild(_, channel) => channel.last_message,
            Self::DmChannel(dm) => dm.last_message,
        }
    }

    /// Slow mode in seconds; 0 is none.
    pub fn slow_mode_s(self) -> i64 {
        match self {
            Self::Guild(_, channel) => channel.rate_limit_per_user,
            Self::DmChannel(_) => 0,
        }
    }

    /// All users who may view it.
    pub fn audience(self) -> Audience {
        match self {
            Self::Guild(guild, channel) => Audience::Channel(guild.id, channel.id),
            Self::DmChannel(dm) => Audience::DmChannel(dm.id),
        }
    }

    /// All users who may view it, except one.
    pub fn audience_without(self, but: UserId) -> Audience {
        match self {
            Self::Guild(guild, channel) => Audience::ChannelWithout(guild.id, channel.id, but),
            Self::DmChannel(dm) => Audience::DmChannelWithout(dm.id, but),
        }
    }
}

/// A channel that `who` may view, and in which they have all of `needed`. Whether a DM recipient may be contacted is checked by
/// [`super::may_write_in`].
///
/// # Errors
/// 404 / 10003 if they cannot view it; 403 / 50013 without the permissions.
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

/// A DM channel of a recipient.
///
/// # Errors
/// 404 / 10003 for non-recipients.
pub fn in_dm_channel(model: &Model, who: UserId, id: ChannelId) -> Result<&DmChannel, ApiError> {
    model.dm_channel(id).filter(|found| found.recipients.contains_key(&who)).ok_or(ApiError::unknown_channel())
}

/// The right to read the history of a channel, which only the access check creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History(bool);

impl History {
    /// For one reader of a channel; closed for users without access.
    pub fn of(model: &Model, reader: UserId, channel: ChannelId, now: Timestamp) -> Self {
        Self(authorize_channel(model, reader, channel, Permissions::READ_MESSAGE_HISTORY, now).is_ok())
    }

    pub const fn is_open(self) -> bool {
        self.0
    }
}

/// The object of a permission check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Guild(GuildId),
    Channel(ChannelId),
}

/// Whether `who` has all of `needed` there; false for non-members and unknown objects.
pub fn can(model: &Model, who: UserId, needed: Permissions, place: Scope, now: Timestamp) -> bool {
    match place {
        Scope::Guild(guild) => in_guild(model, who, guild, needed, now).is_ok(),
        Scope::Channel(channel) => authorize_channel(model, who, channel, needed, now).is_ok(),
    }
}

/// Whether a user may know the code of an invite: they may view its channel, and have created the invite or manage the channel or
/// the guild.
pub fn may_know_invite(model: &Model, who: UserId, (channel, inviter): (ChannelId, UserId), now: Timestamp) -> bool {
    let Ok((guild, _)) = in_channel(model, who, channel, Permissions::VIEW_CHANNEL, now) else { return false };
    who == inviter
        || can(model, who, Permissions::MANAGE_CHANNELS, Scope::Channel(channel), now)
        || can(model, who, Permissions::MANAGE_GUILD, Scope::Guild(guild.id), now)
}
