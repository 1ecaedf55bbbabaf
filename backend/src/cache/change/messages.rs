//! Changes of messages. Of each channel the model contains the id of the last message, and when the last pin was pinned.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::model::Model,
    kernel::{ChannelId, MessageId, Timestamp},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum MessageChange {
    /// A channel has a newer message.
    Sent(ChannelId, MessageId),
    /// A message of a channel has changed.
    Edited(ChannelId),
    /// Messages of a channel were deleted; this is the last one now.
    Deleted(ChannelId, Option<MessageId>),
    /// A message of a channel is pinned or no longer pinned; the newest pin is of this time now.
    Pinned(ChannelId, Option<Timestamp>),
}

impl Subject for MessageChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Sent(channel, message) => {
                if let Some((last, _)) = model.last_of_mut(*channel) {
                    *last = (*last).max(Some(*message));
                }
            }
            Self::Edited(_) => {}
            Self::Deleted(channel, left) => model.last_of_mut(*channel).into_iter().for_each(|(last, _)| *last = *left),
            Self::Pinned(channel, left) => model.last_of_mut(*channel).into_iter().for_each(|(_, last)| *last = *left),
        }
    }

    fn is_structural(&self) -> bool {
        false
    }

    fn outdated(&self) -> Option<ChannelId> {
        let (Self::Sent(channel, _) | Self::Edited(channel) | Self::Deleted(channel, _) | Self::Pinned(channel, _)) = self;
        Some(*channel)
    }
}

impl Model {
    /// The last message, and the time of the last pin, of a channel or DM channel.
    fn last_of_mut(&mut self, id: ChannelId) -> Option<(&mut Option<MessageId>, &mut Option<Timestamp>)> {
        match self.guild_of_channel.get(&id) {
            Some(guild) => {
                let channel = self.guilds.get_mut(guild)?.channels.get_mut(&id)?;
                Some((&mut channel.last_message, &mut channel.last_pin))
            }
            None => {
                let dm = self.dm_channels.find_mut(id)?;
                Some((&mut dm.last_message, &mut dm.last_pin))
            }
        }
    }
}
