//! What is announced of messages.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::GatewayMessage;
use crate::{
    events::{AudienceKind, Event, EventKind, Guard},
    kernel::{ChannelId, GuildId, Intents, MessageId, Permissions},
};

/// What a session must have asked for depends on where the message is.
fn intents(guild: Option<GuildId>) -> Intents {
    if guild.is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES }
}

/// What of an event only those are told who may read what was said before. `since` is the message that was changed, of which others
/// cannot know either.
fn guard(event: &GatewayMessage, since: Option<MessageId>) -> Option<Guard> {
    let has_secret = event.message.quotes();
    // In a DM channel everybody may read all of it.
    event.guild_id.filter(|_| has_secret || since.is_some()).map(|_| Guard {
        channel: event.message.channel_id,
        needed: Permissions::READ_MESSAGE_HISTORY,
        since,
        has_secret,
    })
}

/// Without what it replies to, if somebody who is told may not read that.
fn redacted(event: &GatewayMessage) -> Option<GatewayMessage> {
    let has_others = event.guild_id.is_some() && event.message.quotes() && !event.is_open;
    has_others.then(|| event.without_quote())
}

/// `MESSAGE_CREATE`. The nonce stands only in the form for the author's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageCreate(pub GatewayMessage);

/// `MESSAGE_UPDATE`: the whole message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageUpdate(pub GatewayMessage);

/// Several messages of a channel were deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDeleteBulk {
    pub ids: Vec<MessageId>,
    pub channel_id: ChannelId,
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub chatspace: DeletedExtras,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDelete {
    pub id: MessageId,
    pub channel_id: ChannelId,
    /// Absent in a DM channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub chatspace: DeletedExtras,
}

/// ChatSpace's own fields of a deletion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeletedExtras {
    /// The last remaining message of the channel.
    #[schema(required = true)]
    pub last_message_id: Option<MessageId>,
}

/// Declares events, each with the field that names its guild, and what is particular to it.
macro_rules! message_events {
    ($($name:ident.$($guild_id:tt).+ = $wire:literal, $description:literal { $($particular:tt)* })+) => {
        $(impl Event for $name {
            const NAME: &'static str = $wire;
            const DESCRIPTION: &'static str = $description;
            const AUDIENCE: AudienceKind = AudienceKind::CHANNEL.union(AudienceKind::DM);
            const INTENTS: Intents = Intents::GUILD_MESSAGES.union(Intents::DIRECT_MESSAGES);

            fn intents(&self) -> Intents {
                intents(self.$($guild_id).+)
            }

            $($particular)*
        })+

        /// The events that are declared here.
        pub const EVENTS: &[EventKind] = &[$(EventKind::of::<$name>()),+];
    };
}

message_events! {
    MessageCreate.0.guild_id = "MESSAGE_CREATE", "A message was sent" {
        fn guard(&self) -> Option<Guard> {
            guard(&self.0, None)
        }

        fn redacted(&self) -> Option<Self> {
            redacted(&self.0).map(Self)
        }
    }
    MessageUpdate.0.guild_id = "MESSAGE_UPDATE", "A message was edited" {
        fn guard(&self) -> Option<Guard> {
            guard(&self.0, Some(self.0.message.id))
        }

        fn redacted(&self) -> Option<Self> {
            redacted(&self.0).map(Self)
        }
    }
    MessageDeleteBulk.guild_id = "MESSAGE_DELETE_BULK", "Several messages of a channel were deleted" {}
    MessageDelete.guild_id = "MESSAGE_DELETE", "A message was deleted" {}
}
