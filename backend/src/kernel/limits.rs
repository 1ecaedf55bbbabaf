//! The limits table: every size, count and rate in one place. It is served at `/chatspace/limits`.

mod rates;

use std::time::Duration;

pub use rates::*;
use serde::Serialize;
use utoipa::ToSchema;

/// Sizes and counts. Lengths are code points unless the name says bytes.
pub const MESSAGE_LENGTH: usize = 2000;
pub const MESSAGE_BYTES: usize = 8 * 1024;
pub const NONCE_BYTES: usize = 64;
pub const BODY_BYTES: usize = 64 * 1024;
/// The body of a route that takes a few short fields.
pub const FORM_BYTES: usize = 16 * 1024;
/// An avatar, as a file.
pub const AVATAR_BYTES: usize = 4 * 1024 * 1024;
/// An icon of a guild, as a file.
pub const ICON_BYTES: usize = 5 * 512 * 1024;
/// Bodies that may hold such a file in Base64, which takes four bytes for three.
pub const AVATAR_BODY_BYTES: usize = BODY_BYTES + AVATAR_BYTES / 3 * 4;
pub const ICON_BODY_BYTES: usize = BODY_BYTES + ICON_BYTES / 3 * 4;
/// Pixels on each side of a picture that comes in.
pub const IMAGE_SIDE: u32 = 4096;
pub const IMAGE_PIXELS: u64 = 16 * 1024 * 1024;
pub const IMAGE_FRAMES: usize = 200;
pub const IMAGE_PIXELS_OF_ALL_FRAMES: u64 = 64 * 1024 * 1024;
/// What one decoder may allocate, and what all pictures together may take while they are worked on.
pub const IMAGE_DECODER_BYTES: u64 = 64 * 1024 * 1024;
pub const IMAGE_DECODING_BYTES: u64 = 76 * 1024 * 1024;
pub const FRAME_BYTES_BEFORE_IDENTIFY: usize = 4 * 1024;
pub const FRAME_BYTES: usize = 64 * 1024;
pub const DISPLAY_NAME_LENGTH: usize = 32;
pub const BIO_LENGTH: usize = 190;
pub const CUSTOM_STATUS_LENGTH: usize = 128;
pub const NICK_LENGTH: usize = 32;
pub const GUILD_NAME_LENGTH: usize = 100;
pub const GUILD_DESCRIPTION_LENGTH: usize = 300;
pub const GROUP_NAME_LENGTH: usize = 100;
pub const CHANNEL_NAME_LENGTH: usize = 100;
pub const TOPIC_LENGTH: usize = 1024;
pub const SLOW_MODE_S: i64 = 21_600;
pub const PASSWORD_MIN: usize = 10;
pub const PASSWORD_MAX: usize = 128;
/// No sign-in looks at more: composed forms of [`PASSWORD_MAX`] characters can be written with several each.
pub const PASSWORD_WRITTEN_MAX: usize = 4 * PASSWORD_MAX;
pub const GUILDS_PER_USER: usize = 100;
pub const GUILDS_OWNED: usize = 10;
/// People in a group, with the one who made it.
pub const GROUP_SIZE: usize = 10;
pub const BLOCKS_PER_USER: usize = 1000;
pub const CHANNELS_PER_GUILD: usize = 200;
pub const MEMBERS_PER_GUILD: usize = 5000;
/// In a guild with more members, a client that knows member lists is told of the presence only of members it looks at.
pub const SMALL_GUILD: usize = 100;
/// In a guild with more members, those offline are counted in the member list and not shown.
pub const OFFLINE_LISTED: usize = 1000;
/// What a session may look at of a member list.
pub const MEMBER_LIST_RANGES: usize = 3;
pub const MEMBER_LIST_ROWS: usize = 100;
pub const OVERWRITES_PER_CHANNEL: usize = 100;
pub const INVITES_PER_GUILD: i64 = 100;
pub const INVITE_MAX_AGE_S: i64 = 604_800;
pub const INVITE_MAX_USES: i64 = 100;
pub const MESSAGES_PAGE: i64 = 100;
pub const MEMBERS_PAGE: i64 = 1000;
pub const GUILDS_PAGE: i64 = 200;
pub const ACCOUNTS_PAGE: i64 = 100;
pub const MENTIONS_PAGE: i64 = 100;
/// Different emoji of the reactions to a message.
pub const REACTION_KINDS: usize = 20;
pub const REACTION_USERS_PAGE: i64 = 100;
pub const USER_MENTIONS: usize = 20;
pub const ROLE_MENTIONS: usize = 10;
pub const REPLAY_EVENTS: usize = 2000;
pub const REPLAY_BYTES: usize = 4 * 1024 * 1024;
/// Of all sessions together. What many of them hold counts once.
pub const REPLAY_BYTES_OF_ALL: usize = 64 * 1024 * 1024;
/// What is described to clients as it is sent, of all connections together, until they have taken it.
pub const DESCRIBED_BYTES_OF_ALL: usize = 32 * 1024 * 1024;
pub const UNSENT_EVENTS: usize = 1000;
pub const LOGINS_PER_USER: usize = 20;
pub const APPLICATIONS_PER_USER: usize = 25;
pub const APPLICATION_DESCRIPTION_LENGTH: usize = 400;
pub const BOTS_PER_GUILD: usize = 50;
/// Commands that a bot declares for all guilds, and for each one.
pub const COMMANDS_PER_PLACE: usize = 100;
pub const COMMAND_DESCRIPTION_LENGTH: usize = 100;
/// Code points of all texts of a command.
pub const COMMAND_LENGTH: usize = 8000;
/// A command as it is stored.
pub const COMMAND_BYTES: usize = 32 * 1024;
/// A whole list of commands.
pub const COMMANDS_BYTES: usize = 256 * 1024;
pub const PUSH_SUBSCRIPTIONS_PER_USER: usize = 10;
/// The address of a subscription at a push service.
pub const PUSH_ENDPOINT_BYTES: usize = 2048;
pub const SOCKETS_PER_USER: usize = 10;
pub const SOCKETS_PER_ADDRESS: usize = 100;
/// Of those, the ones that have not said who they are.
pub const STRANGERS_PER_ADDRESS: usize = 20;
pub const SOCKETS: usize = 10_000;
/// Connections of every kind, sockets among them.
pub const CONNECTIONS_PER_ADDRESS: usize = 256;
pub const CONNECTIONS: usize = 12_000;
/// Of all long answers that their clients have not taken yet.
pub const ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// A session that is not refreshed for so long ends.
pub const LOGIN_IDLE: Duration = Duration::from_secs(30 * 24 * 3600);
/// No access token lives longer, whatever the settings say.
pub const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 3600);
/// Ids that are dated further ahead of the clock than this show that the clock is wrong, or was.
pub const CLOCK_AHEAD: Duration = Duration::from_secs(60);

/// All limits of the server.
#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    /// Sizes and counts by name. Lengths are in code points unless the name says bytes.
    pub sizes: Vec<SizeLimit>,
    pub rates: Vec<RateLimit>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SizeLimit {
    #[schema(examples("message_length"))]
    pub name: &'static str,
    #[schema(examples(2000))]
    pub max: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RateLimit {
    #[schema(examples("send"))]
    pub name: &'static str,
    #[schema(examples(5))]
    pub count: u32,
    /// In seconds.
    #[schema(examples(5))]
    pub per_s: u64,
    /// What the limit counts by.
    pub by: By,
}

impl Limits {
    pub fn table() -> Self {
        let rates = RATES.iter().map(|rate| RateLimit::from(*rate));
        Self { sizes: sizes().into_iter().chain(counts()).collect(), rates: rates.collect() }
    }
}

impl From<Rate> for RateLimit {
    fn from(rate: Rate) -> Self {
        Self { name: rate.name, count: rate.count, per_s: rate.per.as_secs(), by: rate.by }
    }
}

fn size(name: &'static str, max: usize) -> SizeLimit {
    SizeLimit { name, max: i64::try_from(max).unwrap_or(i64::MAX) }
}

/// How long and how large something may be.
fn sizes() -> Vec<SizeLimit> {
    vec![
        size("message_length", MESSAGE_LENGTH),
        size("message_bytes", MESSAGE_BYTES),
        size("nonce_bytes", NONCE_BYTES),
        size("body_bytes", BODY_BYTES),
        size("form_bytes", FORM_BYTES),
        size("avatar_bytes", AVATAR_BYTES),
        size("icon_bytes", ICON_BYTES),
        SizeLimit { name: "picture_side", max: i64::from(IMAGE_SIDE) },
        SizeLimit { name: "picture_pixels", max: i64::try_from(IMAGE_PIXELS).unwrap_or(i64::MAX) },
        size("picture_frames", IMAGE_FRAMES),
        size("frame_bytes_before_identify", FRAME_BYTES_BEFORE_IDENTIFY),
        size("frame_bytes", FRAME_BYTES),
        size("display_name_length", DISPLAY_NAME_LENGTH),
        size("bio_length", BIO_LENGTH),
        size("custom_status_length", CUSTOM_STATUS_LENGTH),
        size("nick_length", NICK_LENGTH),
        size("guild_name_length", GUILD_NAME_LENGTH),
        size("guild_description_length", GUILD_DESCRIPTION_LENGTH),
        size("group_name_length", GROUP_NAME_LENGTH),
        size("application_description_length", APPLICATION_DESCRIPTION_LENGTH),
        size("command_length", COMMAND_LENGTH),
        size("command_bytes", COMMAND_BYTES),
        size("commands_bytes", COMMANDS_BYTES),
        size("channel_name_length", CHANNEL_NAME_LENGTH),
        size("topic_length", TOPIC_LENGTH),
        SizeLimit { name: "slow_mode_s", max: SLOW_MODE_S },
        size("password_length", PASSWORD_MAX),
    ]
}

/// How many there may be of something.
fn counts() -> Vec<SizeLimit> {
    vec![
        size("guilds_per_user", GUILDS_PER_USER),
        size("guilds_owned", GUILDS_OWNED),
        size("group_size", GROUP_SIZE),
        size("blocks_per_user", BLOCKS_PER_USER),
        size("channels_per_guild", CHANNELS_PER_GUILD),
        size("members_per_guild", MEMBERS_PER_GUILD),
        size("small_guild", SMALL_GUILD),
        size("offline_listed", OFFLINE_LISTED),
        size("member_list_ranges", MEMBER_LIST_RANGES),
        size("member_list_rows", MEMBER_LIST_ROWS),
        size("overwrites_per_channel", OVERWRITES_PER_CHANNEL),
        SizeLimit { name: "invites_per_guild", max: INVITES_PER_GUILD },
        SizeLimit { name: "invite_max_age_s", max: INVITE_MAX_AGE_S },
        SizeLimit { name: "invite_max_uses", max: INVITE_MAX_USES },
        SizeLimit { name: "messages_page", max: MESSAGES_PAGE },
        SizeLimit { name: "members_page", max: MEMBERS_PAGE },
        SizeLimit { name: "guilds_page", max: GUILDS_PAGE },
        SizeLimit { name: "accounts_page", max: ACCOUNTS_PAGE },
        SizeLimit { name: "mentions_page", max: MENTIONS_PAGE },
        size("user_mentions", USER_MENTIONS),
        size("reaction_kinds", REACTION_KINDS),
        SizeLimit { name: "reaction_users_page", max: REACTION_USERS_PAGE },
        size("role_mentions", ROLE_MENTIONS),
        size("replay_events", REPLAY_EVENTS),
        size("replay_bytes", REPLAY_BYTES),
        size("unsent_events", UNSENT_EVENTS),
        size("logins_per_user", LOGINS_PER_USER),
        size("applications_per_user", APPLICATIONS_PER_USER),
        size("bots_per_guild", BOTS_PER_GUILD),
        size("commands_per_place", COMMANDS_PER_PLACE),
        size("push_subscriptions_per_user", PUSH_SUBSCRIPTIONS_PER_USER),
        size("push_endpoint_bytes", PUSH_ENDPOINT_BYTES),
        size("sockets_per_user", SOCKETS_PER_USER),
        size("sockets_per_address", SOCKETS_PER_ADDRESS),
        size("strangers_per_address", STRANGERS_PER_ADDRESS),
        size("sockets", SOCKETS),
        size("connections_per_address", CONNECTIONS_PER_ADDRESS),
        size("connections", CONNECTIONS),
    ]
}
