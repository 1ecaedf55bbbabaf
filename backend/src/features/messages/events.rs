//! What is announced of messages.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::GatewayMessage;
use crate::{
    events::Event,
    kernel::{ChannelId, GuildId, Intents, MessageId},
};

/// What a session must have asked for depends on where the message is.
fn intents(guild: Option<GuildId>) -> Intents {
    if guild.is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES }
}

/// MESSAGE_CREATE. The nonce stands only in the form for the author's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageCreate(pub GatewayMessage);

impl Event for MessageCreate {
    const NAME: &'static str = "MESSAGE_CREATE";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;

    fn intents(&self) -> Intents {
        intents(self.0.guild_id)
    }
}

/// MESSAGE_UPDATE: the whole message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageUpdate(pub GatewayMessage);

impl Event for MessageUpdate {
    const NAME: &'static str = "MESSAGE_UPDATE";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;

    fn intents(&self) -> Intents {
        intents(self.0.guild_id)
    }
}

/// Several messages of one channel are deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDeleteBulk {
    pub ids: Vec<MessageId>,
    pub channel_id: ChannelId,
    /// Absent in a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub chatspace: DeletedExtras,
}

impl Event for MessageDeleteBulk {
    const NAME: &'static str = "MESSAGE_DELETE_BULK";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;

    fn intents(&self) -> Intents {
        intents(self.guild_id)
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDelete {
    pub id: MessageId,
    pub channel_id: ChannelId,
    /// Absent in a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub chatspace: DeletedExtras,
}

/// What only ChatSpace tells of a deletion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeletedExtras {
    /// The last message that is left in the channel.
    #[schema(required = true)]
    pub last_message_id: Option<MessageId>,
}

impl Event for MessageDelete {
    const NAME: &'static str = "MESSAGE_DELETE";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;

    fn intents(&self) -> Intents {
        intents(self.guild_id)
    }
}
