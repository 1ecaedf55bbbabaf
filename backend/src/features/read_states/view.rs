//! Read states in responses and events.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{self, MessageChannel},
    cache::Model,
    features::read_states::store::{CountRow, ReadRow},
    kernel::{ChannelId, MessageId, Permissions, Timestamp, UserId},
};

/// The read state of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub struct ReadState {
    pub channel_id: ChannelId,
    /// The last read message, or an id between it and the next message. It is never earlier than the time at which the user
    /// joined.
    pub last_read_id: MessageId,
    /// Number of later messages that mention the user, at most 100.
    #[schema(examples(2))]
    pub mention_count: i64,
}

/// All stored read states of a user.
#[derive(Debug, Clone, Default)]
pub struct StoredStates {
    pub(super) read: Vec<ReadRow>,
    pub(super) counts: Vec<CountRow>,
}

impl StoredStates {
    /// The states of what the user may view: open DM channels, and channels that they have read or are mentioned in; by channel.
    pub fn seen_by(&self, model: &Model, user: UserId, now: Timestamp) -> Vec<ReadState> {
        let open = model.open_dm_channels_of(user).map(|dm| (dm.id, MessageId::NONE, 0));
        let read = self.read.iter().map(|row| (row.channel_id, row.last_read_id, 0));
        let counted = self.counts.iter().map(|row| (row.channel_id, row.last_read_id, row.mention_count));
        let mut states = BTreeMap::new();
        // Later rows are more recent.
        for (channel_id, last_read_id, mention_count) in open.chain(read).chain(counted) {
            if let Some(floor) = floor(model, user, channel_id, now) {
                states.insert(channel_id, ReadState { channel_id, last_read_id: last_read_id.max(floor), mention_count });
            }
        }
        states.into_values().collect()
    }
}

/// Everything below is read. `None` for a channel that the user cannot view, and for a DM channel that they have closed.
pub fn floor(model: &Model, user: UserId, channel: ChannelId, now: Timestamp) -> Option<MessageId> {
    match access::authorize_channel(model, user, channel, Permissions::VIEW_CHANNEL, now).ok()? {
        MessageChannel::DmChannel(dm) if !dm.is_open_for(user) => None,
        message_channel => since(message_channel, user),
    }
}

/// The same for channels that the user cannot view now.
pub fn since(message_channel: MessageChannel, user: UserId) -> Option<MessageId> {
    match message_channel {
        MessageChannel::Guild(guild, _) => guild.members.get(&user).map(|member| member.since),
        MessageChannel::DmChannel(dm) => dm.recipients.get(&user).map(|recipient| recipient.since),
    }
}
