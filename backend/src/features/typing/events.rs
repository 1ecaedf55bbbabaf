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
    /// Absent in a conversation, as is the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub user_id: UserId,
    /// Seconds since 1970.
    #[schema(examples(1_795_402_115))]
    pub timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<Member>,
}

impl Event for TypingStart {
    const NAME: &'static str = "TYPING_START";
    const INTENTS: Intents = Intents::GUILD_MESSAGE_TYPING;

    fn intents(&self) -> Intents {
        if self.guild_id.is_some() { Self::INTENTS } else { Intents::DIRECT_MESSAGE_TYPING }
    }
}
