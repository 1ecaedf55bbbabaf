//! The interface of a subject.

use crate::{
    cache::model::Model,
    kernel::{ChannelId, GuildId, UserId},
};

/// The effect of a change on member lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// One user, in all guilds.
    User(UserId),
    /// A guild.
    Guild(GuildId),
}

/// A subject: the changes of one kind of object.
pub(super) trait Subject {
    fn apply(&self, model: &mut Model);

    /// Whether the change can affect permissions.
    fn is_structural(&self) -> bool {
        true
    }

    fn listed(&self) -> Option<Listed> {
        None
    }

    /// The channel whose stored messages have changed.
    fn outdated(&self) -> Option<ChannelId> {
        None
    }
}
