//! What is announced of typing.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::Event,
    features::members::view::Member,
    kernel::{ChannelId, GuildId, Intents, UserId},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TypingStart {
    pub channel_id: ChannelId,
    pub guild_id: GuildId,
    pub user_id: UserId,
    /// Seconds since 1970.
    #[schema(examples(1_795_402_115))]
    pub timestamp: i64,
    pub member: Member,
}

impl Event for TypingStart {
    const NAME: &'static str = "TYPING_START";
    const INTENTS: Intents = Intents::GUILD_MESSAGE_TYPING;
}
