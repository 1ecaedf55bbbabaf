//! Who is told of an event.

use bitflags::bitflags;
use serde::{Deserialize, Serialize};

use crate::kernel::{ChannelId, GuildId, UserId};

bitflags! {
    /// The kinds of audience that events of one kind have.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct AudienceKind: u8 {
        /// All sessions of one user, whom it is about.
        const USER = 1 << 0;
        /// Members of a guild.
        const GUILD = 1 << 1;
        /// Members who may view a channel.
        const CHANNEL = 1 << 2;
        /// Recipients of a DM channel.
        const DM = 1 << 3;
    }
}

/// Who is to be told. Whether each of them may see it is decided when it is told, with the permissions of that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum Audience {
    /// All sessions of one user.
    Own(Own),
    /// Some members of a guild, as long as they are members.
    Members(GuildId, Vec<UserId>),
    /// Some members of a guild, as long as they may view the channel.
    Viewers(GuildId, ChannelId, Vec<UserId>),
    /// One user, as long as they may view all of these channels.
    Reader(UserId, Vec<ChannelId>),
    /// A new member, who is told of the guild and of these channels, as long as they are a member who may view them.
    Newcomer(GuildId, UserId, Vec<ChannelId>),
    /// Users, each as long as they are in a DM channel.
    Recipients(Vec<(ChannelId, UserId)>),
    /// Those who may know of an invite to a channel that somebody has made.
    Inviters { guild: GuildId, channel: ChannelId, inviter: UserId },
    /// All sessions of some users, to see whether events come to them. It tells nothing.
    Probed(Vec<UserId>),
    /// All members of a guild.
    Guild(GuildId),
    /// All members of a guild but one, who is told something else.
    GuildWithout(GuildId, UserId),
    /// All members of a guild, to be told of the presence of one; in a large guild, of those who know the member list only
    /// those who have that member in view.
    Presence(GuildId, UserId),
    /// The same but the member.
    PresenceToOthers(GuildId, UserId),
    /// The members of a guild who may view the channel.
    Channel(GuildId, ChannelId),
    /// The same but one.
    ChannelWithout(GuildId, ChannelId, UserId),
    /// All who are in a DM channel.
    DmChannel(ChannelId),
    /// The same but one.
    DmChannelWithout(ChannelId, UserId),
    /// One of those who are in a DM channel, as long as they are.
    Recipient(ChannelId, UserId),
}

/// The receiver of an event about themselves alone. Only [`Envelope::own`](super::Envelope::own) makes one, or reads it back.
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

    /// The channel that one must be able to view to be told, also later, when a session catches up.
    pub fn channel(&self) -> Option<(GuildId, ChannelId)> {
        match self {
            Self::Channel(guild, channel)
            | Self::ChannelWithout(guild, channel, _)
            | Self::Viewers(guild, channel, _)
            | Self::Inviters { guild, channel, .. } => Some((*guild, *channel)),
            _ => None,
        }
    }

    /// The guild that one must be a member of to be told, also later.
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

    /// The DM channel that a user must be in to be told, also later.
    pub fn dm_channel(&self, user: UserId) -> Option<ChannelId> {
        match self {
            Self::DmChannel(id) | Self::DmChannelWithout(id, _) | Self::Recipient(id, _) => Some(*id),
            Self::Recipients(pairs) => pairs.iter().find(|(_, recipient)| *recipient == user).map(|(id, _)| *id),
            _ => None,
        }
    }
}
