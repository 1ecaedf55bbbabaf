//! What is announced of messages.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::GatewayMessage;
use crate::{
    events::Event,
    kernel::{ChannelId, GuildId, Intents, MessageId},
};

/// MESSAGE_CREATE. The nonce stands only in the form for the author's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageCreate(pub GatewayMessage);

impl Event for MessageCreate {
    const NAME: &'static str = "MESSAGE_CREATE";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;
}

/// MESSAGE_UPDATE: the whole message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MessageUpdate(pub GatewayMessage);

impl Event for MessageUpdate {
    const NAME: &'static str = "MESSAGE_UPDATE";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;
}

/// Several messages of one channel are deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDeleteBulk {
    pub ids: Vec<MessageId>,
    pub channel_id: ChannelId,
    pub guild_id: GuildId,
    pub chatspace: DeletedExtras,
}

impl Event for MessageDeleteBulk {
    const NAME: &'static str = "MESSAGE_DELETE_BULK";
    const INTENTS: Intents = Intents::GUILD_MESSAGES;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageDelete {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub guild_id: GuildId,
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
}
