//! Events of the gateway itself.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    features::read_states::view::ReadState,
    kernel::{GuildId, Intents, UserId},
    wire::{
        dm_channel,
        member::Member,
        notification::NotificationSetting,
        presence::Presence,
        settings::Settings,
        user::{CurrentUser, User},
    },
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<Ready>(), EventKind::of::<Resumed>(), EventKind::of::<GuildMembersChunk>()];

/// The first event of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ready {
    /// API version of the connection.
    #[schema(examples(10))]
    pub v: u8,
    pub user: CurrentUser,
    /// The session id for RESUME.
    #[schema(examples("cfac3c1c4ceea70adf99f8a239df7d36"))]
    pub session_id: String,
    /// The URL for RESUME, without a query.
    #[schema(examples("wss://chat.example.org/gateway"))]
    pub resume_gateway_url: String,
    /// The user's guilds. A `GUILD_CREATE` follows for each.
    pub guilds: Vec<UnavailableGuild>,
    pub application: ReadyApplication,
    /// The user's DM channels, for clients that support the extensions; otherwise empty.
    pub private_channels: Vec<dm_channel::DmChannel>,
    /// Always shard 0 of 1.
    pub shard: [u8; 2],
    /// Extensions, for clients that support them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chatspace: Option<ReadyExtras>,
}

/// ChatSpace's own fields of READY.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadyExtras {
    pub settings: Settings,
    /// The users that the user blocks.
    pub blocks: Vec<User>,
    /// Read states of all open DM channels, and of channels that the user may view and has read or is mentioned in. In all other
    /// channels nothing is read since the user joined, and there are no mentions.
    pub read_states: Vec<ReadState>,
    pub notification_settings: Vec<NotificationSetting>,
    /// Presences of the recipients of open DM channels.
    pub presences: Vec<Presence>,
}

/// A guild whose `GUILD_CREATE` follows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnavailableGuild {
    pub id: GuildId,
    /// Always true.
    pub unavailable: bool,
}

/// The application of a bot; for users, a placeholder of the same shape.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadyApplication {
    pub id: UserId,
    #[schema(examples(565_248))]
    pub flags: u32,
}

/// All missed events have been sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Resumed {}

/// A chunk of requested members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildMembersChunk {
    pub guild_id: GuildId,
    /// At most 1000 members.
    pub members: Vec<Member>,
    /// Index of this chunk, from 0.
    pub chunk_index: usize,
    pub chunk_count: usize,
    /// Requested ids that are not members.
    pub not_found: Vec<UserId>,
    /// If requested: presences of `members` who are not offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub presences: Option<Vec<Presence>>,
    /// The nonce of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nonce: Option<String>,
}

impl Event for Ready {
    const NAME: &'static str = "READY";
    const DESCRIPTION: &'static str = "The first event of a session";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
}

impl Event for Resumed {
    const NAME: &'static str = "RESUMED";
    const DESCRIPTION: &'static str = "All missed events have been sent";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
}

/// Its members are checked again when it is serialized.
impl OwnEvent for Ready {}

impl OwnEvent for Resumed {}

impl Event for GuildMembersChunk {
    const NAME: &'static str = "GUILD_MEMBERS_CHUNK";
    const DESCRIPTION: &'static str = "A chunk of requested members";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::empty();
}
