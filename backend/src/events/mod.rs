//! Events: what clients are told. An event is encoded once and shared by all who get it.
//!
//! Invariants: every event has an audience, so there is no way to announce to everybody. Every audience names the place whose right
//! is asked again at replay, except that of an event about its one receiver alone, which only [`OwnEvent`]s can have.

mod envelope;

pub use envelope::{DISPATCH, Envelope, Event, Guard, OwnEvent};

use crate::kernel::{ChannelId, GuildId, UserId};

/// Who is to be told. Whether each of them may see it is decided when it is told, with the permissions of that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Users, each as long as they are in a conversation.
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
    /// All who are in a conversation.
    Conversation(ChannelId),
    /// The same but one.
    ConversationWithout(ChannelId, UserId),
    /// One of those who are in a conversation, as long as they are.
    Recipient(ChannelId, UserId),
}

/// The receiver of an event about themselves alone. Only [`Envelope::own`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own(UserId);

impl Own {
    pub const fn user(self) -> UserId {
        self.0
    }
}

impl Audience {
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

    /// The conversation that a user must be in to be told, also later.
    pub fn conversation(&self, user: UserId) -> Option<ChannelId> {
        match self {
            Self::Conversation(id) | Self::ConversationWithout(id, _) | Self::Recipient(id, _) => Some(*id),
            Self::Recipients(pairs) => pairs.iter().find(|(_, recipient)| *recipient == user).map(|(id, _)| *id),
            _ => None,
        }
    }
}
