//! How far somebody has read.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::Model,
    features::read_states::store::{CountRow, ReadRow},
    kernel::{ChannelId, MessageId, Permissions, Timestamp, UserId},
};

/// How far the user has read a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReadState {
    pub channel_id: ChannelId,
    /// The last message that was read, or another id between it and the next one; "0" before the first one. Not below the time at
    /// which the user came.
    #[schema(value_type = String, pattern = "^(0|[1-9][0-9]{0,18})$", examples("1538016506728808461"))]
    pub last_read_id: MessageId,
    /// Messages after it that mention the user.
    #[schema(examples(2))]
    pub mention_count: i64,
}

/// All that is stored of how far somebody has read.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    pub(super) read: Vec<ReadRow>,
    pub(super) counts: Vec<CountRow>,
}

impl Kept {
    /// The states of the channels that the user may view, as far as they are not those of somebody who has just come. By channel.
    pub fn seen_by(&self, model: &Model, user: UserId, now: Timestamp) -> Vec<ReadState> {
        let mut states: Vec<ReadState> = Vec::with_capacity(self.read.len());
        let read = self.read.iter().map(|row| (row.channel_id, row.last_read_id, 0));
        let counted = self.counts.iter().map(|row| (row.channel_id, row.last_read_id, row.mention_count));
        for (channel_id, last_read_id, mention_count) in read.chain(counted) {
            if let Some(floor) = floor(model, user, channel_id, now) {
                states.push(ReadState { channel_id, last_read_id: last_read_id.max(floor), mention_count });
            }
        }
        // Of two for one channel, that with the count stays.
        states.sort_by_key(|state| (state.channel_id, std::cmp::Reverse(state.mention_count)));
        states.dedup_by_key(|state| state.channel_id);
        states
    }
}

/// Below this everything is read. `None` for a channel that the user cannot view.
pub fn floor(model: &Model, user: UserId, channel: ChannelId, now: Timestamp) -> Option<MessageId> {
    access::in_channel(model, user, channel, Permissions::VIEW_CHANNEL, now).ok()?;
    since(model, user, channel)
}

/// The same, whether or not the user can view the channel now.
pub fn since(model: &Model, user: UserId, channel: ChannelId) -> Option<MessageId> {
    let (guild, _) = model.channel(channel)?;
    Some(MessageId::first_at(guild.members.get(&user)?.joined_at))
}
