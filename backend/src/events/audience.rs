//! Audiences of events.

use bitflags::bitflags;
use serde::{Deserialize, Serialize};

use crate::kernel::{ChannelId, GuildId, UserId};

bitflags! {
    /// The kinds of audience that a kind of event has.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct AudienceKind: u8 {
        /// All sessions of the user that it is about.
        const USER = 1 << 0;
        /// Members of a guild.
        const GUILD = 1 << 1;
        /// Members who may view a channel.
        const CHANNEL = 1 << 2;
        /// Recipients of a DM channel.
        const DM = 1 << 3;
    }
}

/// The receivers of an event. Access is checked when it is delivered, with the permissions of that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum Audience {
    /// All sessions of one user.
    Own(Own),
    /// Some members of a guild, while they are members.
    Members(GuildId, Vec<UserId>),
    /// Some members of a guild, while they may view the channel.
    Viewers(GuildId, ChannelId, Vec<UserId>),
    /// One user, while they may view all of these channels.
    Reader(UserId, Vec<ChannelId>),
    /// A new member, who receives the guild and these channels, while they are a member who may view them.
    Newcomer(GuildId, UserId, Vec<ChannelId>),
    /// Users, each while they are a recipient of a DM channel.
    Recipients(Vec<(ChannelId, UserId)>),
    /// Users who may know an invite that a user has created.
    Inviters { guild: GuildId, channel: ChannelId, inviter: UserId },
    /// All sessions of some users, to check that events reach them. Nothing is sent.
    Probed(Vec<UserId>),
    /// All members of a guild.
    Guild(GuildId),
    /// All members of a guild except one, who receives another event.
    GuildWithout(GuildId, UserId),
    /// All members of a guild, for the presence of one; in a large guild, subscribers of member lists only if they have that
    /// member in view.
    Presence(GuildId, UserId),
    /// The same without the member.
    PresenceToOthers(GuildId, UserId),
    /// The members of a guild who may view the channel.
    Channel(GuildId, ChannelId),
    /// The same except one.
    ChannelWithout(GuildId, ChannelId, UserId),
    /// All recipients of a DM channel.
    DmChannel(ChannelId),
    /// The same except one.
    DmChannelWithout(ChannelId, UserId),
    /// One recipient of a DM channel, while they are one.
    Recipient(ChannelId, UserId),
}

/// The receiver of an event about themselves only. Only [`Envelope::own`](super::Envelope::own) creates one, or reads it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Own(pub(super) UserId);

impl Own {
    pub const fn user(self) -> UserId {
        self.0
    }
}

impl Audience {
    pub const fn kind(&self) -> AudienceKind {
        match self {
            Self::Own(_) | Self::Reader(..) | Self::Probed(_) => AudienceKind::USER,
            Self::Guild(_)
            | Self::GuildWithout(..)
            | Self::Members(..)
            | Self::Newcomer(..)
            | Self::Presence(..)
            | Self::PresenceToOthers(..) => AudienceKind::GUILD,
            Self::Channel(..) | Self::ChannelWithout(..) | Self::Viewers(..) | Self::Inviters { .. } => AudienceKind::CHANNEL,
            Self::DmChannel(_) | Self::DmChannelWithout(..) | Self::Recipient(..) | Self::Recipients(_) => AudienceKind::DM,
        }
    }

    /// The channel that a receiver must be able to view, also at replay.
    pub fn channel(&self) -> Option<(GuildId, ChannelId)> {
        match self {
            Self::Channel(guild, channel)
            | Self::ChannelWithout(guild, channel, _)
            | Self::Viewers(guild, channel, _)
            | Self::Inviters { guild, channel, .. } => Some((*guild, *channel)),
            _ => None,
        }
    }

    /// The guild that a receiver must be a member of, also at replay.
    pub fn guild(&self) -> Option<GuildId> {
        match self {
            Self::Guild(guild)
            | Self::GuildWithout(guild, _)
            | Self::Presence(guild, _)
            | Self::PresenceToOthers(guild, _)
            | Self::Members(guild, _)
            | Self::Newcomer(guild, ..) => Some(*guild),
            _ => self.channel().map(|(guild, _)| guild),
        }
    }

    /// The DM channel that a user must be a recipient of, also at replay.
    pub fn dm_channel(&self, user: UserId) -> Option<ChannelId> {
        match self {
            Self::DmChannel(id) | Self::DmChannelWithout(id, _) | Self::Recipient(id, _) => Some(*id),
            Self::Recipients(pairs) => pairs.iter().find(|(_, recipient)| *recipient == user).map(|(id, _)| *id),
            _ => None,
        }
    }
}
