//! Events: what clients are told. An event is encoded once and shared by all who get it.
//!
//! Invariant: every event has an audience. There is no way to announce to everybody.

mod envelope;

pub use envelope::{DISPATCH, Envelope, Event};

use crate::kernel::{ChannelId, GuildId, UserId};

/// Who is to be told. Whether each of them may see it is decided when it is told, with the permissions of that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// All sessions of one user.
    User(UserId),
    /// All sessions of some users.
    Users(Vec<UserId>),
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

impl Audience {
    /// The channel that one must be able to view to be told, also later, when a session catches up.
    pub fn channel(&self) -> Option<(GuildId, ChannelId)> {
        match self {
            Self::Channel(guild, channel) | Self::ChannelWithout(guild, channel, _) => Some((*guild, *channel)),
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
            | Self::Channel(guild, _)
            | Self::ChannelWithout(guild, _, _) => Some(*guild),
            _ => None,
        }
    }

    /// The conversation that one must be in to be told, also later.
    pub fn conversation(&self) -> Option<ChannelId> {
        match self {
            Self::Conversation(id) | Self::ConversationWithout(id, _) | Self::Recipient(id, _) => Some(*id),
            _ => None,
        }
    }
}
