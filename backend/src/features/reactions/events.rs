//! The events of reactions.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::ReactionEmoji;
use crate::{
    events::{AudienceKind, Event, EventKind, Guard},
    kernel::{ChannelId, GuildId, Intents, MessageId, Permissions, UserId},
    wire::member::Member,
};

const INTENTS: Intents = Intents::GUILD_MESSAGE_REACTIONS.union(Intents::DIRECT_MESSAGE_REACTIONS);
const AUDIENCE: AudienceKind = AudienceKind::CHANNEL.union(AudienceKind::DM);

/// The message that an event is about.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ReactedMessage {
    pub channel_id: ChannelId,
    pub message_id: MessageId,
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
}

impl ReactedMessage {
    const fn intents(self) -> Intents {
        if self.guild_id.is_some() { Intents::GUILD_MESSAGE_REACTIONS } else { Intents::DIRECT_MESSAGE_REACTIONS }
    }

    /// In a DM channel everybody may read all of it.
    fn guard(self) -> Option<Guard> {
        self.guild_id.map(|_| Guard {
            channel: self.channel_id,
            needed: Permissions::READ_MESSAGE_HISTORY,
            since: Some(self.message_id),
            has_secret: false,
        })
    }
}

/// ChatSpace's own fields of a change.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ReactionExtras {
    /// Users who react with the emoji after it, so that a client that has counted wrong is right again.
    pub count: i64,
}

/// A user reacted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReactionAdd {
    pub user_id: UserId,
    #[serde(flatten)]
    pub message: ReactedMessage,
    /// The user as a member; absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<Member>,
    pub emoji: ReactionEmoji,
    /// Always false.
    pub burst: bool,
    #[schema(value_type = Vec<String>)]
    pub burst_colors: [String; 0],
    /// Always 0.
    #[serde(rename = "type")]
    pub kind: u8,
    pub chatspace: ReactionExtras,
}

/// A reaction was removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReactionRemove {
    pub user_id: UserId,
    #[serde(flatten)]
    pub message: ReactedMessage,
    pub emoji: ReactionEmoji,
    /// Always false.
    pub burst: bool,
    /// Always 0.
    #[serde(rename = "type")]
    pub kind: u8,
    pub chatspace: ReactionExtras,
}

/// All reactions with an emoji were removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReactionRemoveEmoji {
    #[serde(flatten)]
    pub message: ReactedMessage,
    pub emoji: ReactionEmoji,
}

/// All reactions to a message were removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct ReactionRemoveAll(pub ReactedMessage);

/// Declares events, each with the field that names its message.
macro_rules! reaction_events {
    ($($name:ident.$message:tt = $wire:literal, $description:literal;)+) => {
        $(impl Event for $name {
            const NAME: &'static str = $wire;
            const DESCRIPTION: &'static str = $description;
            const AUDIENCE: AudienceKind = AUDIENCE;
            const INTENTS: Intents = INTENTS;

            fn intents(&self) -> Intents {
                self.$message.intents()
            }

            fn guard(&self) -> Option<Guard> {
                self.$message.guard()
            }
        })+

        /// The events that are declared here.
        pub const EVENTS: &[EventKind] = &[$(EventKind::of::<$name>()),+];
    };
}

reaction_events! {
    ReactionAdd.message = "MESSAGE_REACTION_ADD", "A user reacted to a message";
    ReactionRemove.message = "MESSAGE_REACTION_REMOVE", "A reaction to a message was removed";
    ReactionRemoveEmoji.message = "MESSAGE_REACTION_REMOVE_EMOJI", "All reactions to a message with one emoji were removed";
    ReactionRemoveAll.0 = "MESSAGE_REACTION_REMOVE_ALL", "All reactions to a message were removed";
}
