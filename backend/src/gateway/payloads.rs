//! What the gateway itself announces.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{Event, OwnEvent},
    features::{
        conversations::view::PrivateChannel,
        members::view::Member,
        notifications::view::NotificationSetting,
        presence::view::Presence,
        read_states::view::ReadState,
        settings::view::Settings,
        users::view::{CurrentUser, User},
    },
    kernel::{GuildId, Intents, UserId},
};

/// The first event of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ready {
    /// The API version of the connection.
    #[schema(examples(10))]
    pub v: u8,
    pub user: CurrentUser,
    /// For RESUME.
    #[schema(examples("cfac3c1c4ceea70adf99f8a239df7d36"))]
    pub session_id: String,
    /// Where to RESUME; without a query.
    #[schema(examples("wss://chat.example.org/gateway"))]
    pub resume_gateway_url: String,
    /// A GUILD_CREATE follows for each.
    pub guilds: Vec<UnavailableGuild>,
    pub application: ReadyApplication,
    /// Those in the user's list, for clients that know what is only ChatSpace's; else none.
    pub private_channels: Vec<PrivateChannel>,
    /// Always 0 of 1.
    pub shard: [u8; 2],
    /// For clients that know what is only ChatSpace's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chatspace: Option<ReadyExtras>,
}

/// What only ChatSpace tells at first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadyExtras {
    pub settings: Settings,
    /// Whom the user blocks.
    pub blocks: Vec<User>,
    /// Of all open conversations, and of the channels that the user may view and has read or is mentioned in. In all others they
    /// have read nothing since they came, and there is no mention.
    pub read_states: Vec<ReadState>,
    pub notification_settings: Vec<NotificationSetting>,
    /// Of the people in one's open conversations.
    pub presences: Vec<Presence>,
}

/// A guild that is yet to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnavailableGuild {
    pub id: GuildId,
    /// Always true.
    pub unavailable: bool,
}

/// The application of a bot; for a person, something of the same form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadyApplication {
    pub id: UserId,
    #[schema(examples(565_248))]
    pub flags: u32,
}

/// All missed events have been sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Resumed {}

/// A part of the answer to a request for members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildMembersChunk {
    pub guild_id: GuildId,
    /// At most 1000.
    pub members: Vec<Member>,
    /// From 0.
    pub chunk_index: usize,
    pub chunk_count: usize,
    /// Ids that were asked for and are no members.
    pub not_found: Vec<UserId>,
    /// If asked for: of those among `members` who are not offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub presences: Option<Vec<Presence>>,
    /// As in the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nonce: Option<String>,
}

impl Event for Ready {
    const NAME: &'static str = "READY";
    const INTENTS: Intents = Intents::empty();
}

impl Event for Resumed {
    const NAME: &'static str = "RESUMED";
    const INTENTS: Intents = Intents::empty();
}

/// What of others is in it is asked again by itself, as a whole.
impl OwnEvent for Ready {}

impl OwnEvent for Resumed {}

impl Event for GuildMembersChunk {
    const NAME: &'static str = "GUILD_MEMBERS_CHUNK";
    const INTENTS: Intents = Intents::empty();
}
