//! Changes of messages. The model contains only the id of the last message of each channel.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::model::Model,
    kernel::{ChannelId, MessageId},
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
}

impl Subject for MessageChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Sent(channel, message) => {
                if let Some(last) = model.last_message_mut(*channel) {
                    *last = (*last).max(Some(*message));
                }
            }
            Self::Edited(_) => {}
            Self::Deleted(channel, left) => model.last_message_mut(*channel).into_iter().for_each(|last| *last = *left),
        }
    }

    fn is_structural(&self) -> bool {
        false
    }

    fn outdated(&self) -> Option<ChannelId> {
        let (Self::Sent(channel, _) | Self::Edited(channel) | Self::Deleted(channel, _)) = self;
        Some(*channel)
    }
}

impl Model {
    /// The last message of a channel or DM channel.
    fn last_message_mut(&mut self, id: ChannelId) -> Option<&mut Option<MessageId>> {
        match self.guild_of_channel.get(&id) {
            Some(guild) => Some(&mut self.guilds.get_mut(guild)?.channels.get_mut(&id)?.last_message),
            None => Some(&mut self.dm_channels.find_mut(id)?.last_message),
        }
    }
}
