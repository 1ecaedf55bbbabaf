//! Events of typing.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{ChannelId, GuildId, Intents, UserId},
    wire::member::Member,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<TypingStart>()];

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TypingStart {
    pub channel_id: ChannelId,
    /// Absent in a DM channel, like `member`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    pub user_id: UserId,
    /// Unix time in seconds.
    #[schema(examples(1_795_402_115))]
    pub timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<Member>,
}

impl Event for TypingStart {
    const NAME: &'static str = "TYPING_START";
    const DESCRIPTION: &'static str = "A user is typing; shown for ten seconds";
    const AUDIENCE: AudienceKind = AudienceKind::CHANNEL.union(AudienceKind::DM);
    const INTENTS: Intents = Intents::GUILD_MESSAGE_TYPING.union(Intents::DIRECT_MESSAGE_TYPING);

    fn intents(&self) -> Intents {
        if self.guild_id.is_some() { Intents::GUILD_MESSAGE_TYPING } else { Intents::DIRECT_MESSAGE_TYPING }
    }
}
