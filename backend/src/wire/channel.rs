//! The channel object of the API.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{self, MessageChannel},
    cache::{self, Model},
    kernel::{ChannelId, GuildId, MessageId, Permissions, TargetId, Timestamp, UserId},
    wire::dm_channel,
};

/// The threads of a guild; always empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActiveThreads {
    pub threads: Vec<Channel>,
    #[schema(value_type = Vec<Object>)]
    pub members: Vec<()>,
}

/// A channel of a guild. `type` is 0 for text and 4 for a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Channel {
    pub id: ChannelId,
    #[serde(rename = "type")]
    #[schema(examples(0))]
    pub kind: i64,
    pub guild_id: GuildId,
    #[schema(examples("general"))]
    pub name: String,
    #[schema(required = true)]
    pub topic: Option<String>,
    /// Sorting position; channels with the same position are sorted by id.
    pub position: i64,
    pub permission_overwrites: Vec<Overwrite>,
    /// The category of the channel.
    #[schema(required = true)]
    pub parent_id: Option<ChannelId>,
    pub nsfw: bool,
    /// Slow mode: seconds between two messages of one member.
    pub rate_limit_per_user: i64,
    #[schema(required = true)]
    pub last_message_id: Option<MessageId>,
    /// When the newest of its pins was pinned.
    #[schema(required = true)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// In minutes; there are no threads yet.
    pub default_auto_archive_duration: u32,
    pub flags: u32,
}

/// A guild channel or a DM channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnyChannel {
    Guild(Box<Channel>),
    Dm(dm_channel::DmChannel),
}

impl AnyChannel {
    /// As `viewer` sees it.
    pub fn seen_by(model: &Model, message_channel: MessageChannel, viewer: UserId, now: Timestamp) -> Self {
        match message_channel {
            MessageChannel::Guild(guild, channel) => Self::Guild(Box::new(Channel::seen_by(guild, channel, viewer, now))),
            MessageChannel::DmChannel(found) => Self::Dm(dm_channel::DmChannel::seen_by(model, found, viewer)),
        }
    }
}

/// Permissions of a role (`type` 0) or a member (`type` 1) that differ in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Overwrite {
    pub id: TargetId,
    #[serde(rename = "type")]
    #[schema(examples(0))]
    pub kind: i64,
    pub allow: Permissions,
    pub deny: Permissions,
}

impl Channel {
    /// As a member sees it: without a category that they may not view.
    pub fn seen_by(guild: &cache::Guild, channel: &cache::Channel, viewer: UserId, now: Timestamp) -> Self {
        let sees = |id: &ChannelId| guild.channels.get(id).is_some_and(|category| access::views(guild, category, viewer, now));
        Self { parent_id: channel.parent.filter(sees), ..Self::whole(channel) }
    }

    /// With all fields, for events, whose receivers get only what they may see.
    pub fn whole(channel: &cache::Channel) -> Self {
        let overwrite = |(id, overwrite): (&TargetId, &cache::Overwrite)| Overwrite {
            id: *id,
            kind: overwrite.kind.number(),
            allow: overwrite.allow,
            deny: overwrite.deny,
        };
        Self {
            id: channel.id,
            kind: channel.kind.number(),
            guild_id: channel.guild,
            name: channel.name.clone(),
            topic: channel.topic.clone(),
            position: channel.position,
            permission_overwrites: channel.overwrites.iter().map(overwrite).collect(),
            parent_id: channel.parent,
            nsfw: channel.nsfw,
            rate_limit_per_user: channel.rate_limit_per_user,
            last_message_id: channel.last_message,
            last_pin_timestamp: channel.last_pin,
            default_auto_archive_duration: 1440,
            flags: 0,
        }
    }
}
