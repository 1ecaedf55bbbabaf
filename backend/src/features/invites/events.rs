//! Events of invites, for members who manage the channel.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{ChannelId, GuildId, Intents, Timestamp},
    wire::user::User,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<InviteCreate>(), EventKind::of::<InviteDelete>()];

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteCreate {
    pub code: String,
    pub channel_id: ChannelId,
    pub guild_id: GuildId,
    pub created_at: Timestamp,
    #[schema(required = true)]
    pub expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub inviter: Option<User>,
    pub max_age: i64,
    pub max_uses: i64,
    pub temporary: bool,
    pub uses: i64,
    #[serde(rename = "type")]
    pub kind: u8,
    pub flags: u32,
}

impl Event for InviteCreate {
    const NAME: &'static str = "INVITE_CREATE";
    const DESCRIPTION: &'static str = "An invite was created; for members who manage it";
    const AUDIENCE: AudienceKind = AudienceKind::CHANNEL;
    const INTENTS: Intents = Intents::GUILD_INVITES;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteDelete {
    pub code: String,
    pub channel_id: ChannelId,
    pub guild_id: GuildId,
}

impl Event for InviteDelete {
    const NAME: &'static str = "INVITE_DELETE";
    const DESCRIPTION: &'static str = "An invite was deleted; for members who manage it";
    const AUDIENCE: AudienceKind = AudienceKind::CHANNEL;
    const INTENTS: Intents = Intents::GUILD_INVITES;
}
