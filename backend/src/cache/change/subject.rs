//! What every subject says of its changes.

use crate::{
    cache::model::Model,
    kernel::{ChannelId, GuildId, UserId},
};

/// What member lists show of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// One user, in all guilds.
    User(UserId),
    /// A guild.
    Guild(GuildId),
}

/// A subject: the changes of one kind of thing.
pub(super) trait Subject {
    fn apply(&self, model: &mut Model);

    /// Whether permissions can depend on it.
    fn is_structural(&self) -> bool {
        true
    }

    fn listed(&self) -> Option<Listed> {
        None
    }

    /// The channel whose messages are no longer as they were.
    fn outdated(&self) -> Option<ChannelId> {
        None
    }
}
