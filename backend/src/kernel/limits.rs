//! The limits table: every size, count and rate in one place. It is served at `/chatspace/limits`.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

/// Sizes and counts. Lengths are code points unless the name says bytes.
pub const MESSAGE_LENGTH: usize = 2000;
pub const MESSAGE_BYTES: usize = 8 * 1024;
pub const NONCE_BYTES: usize = 64;
pub const BODY_BYTES: usize = 64 * 1024;
/// An avatar, as a file.
pub const AVATAR_BYTES: usize = 4 * 1024 * 1024;
/// An icon of a guild, as a file.
pub const ICON_BYTES: usize = 5 * 512 * 1024;
/// Bodies that may hold such a file in Base64, which takes four bytes for three.
pub const AVATAR_BODY_BYTES: usize = BODY_BYTES + AVATAR_BYTES / 3 * 4;
pub const ICON_BODY_BYTES: usize = BODY_BYTES + ICON_BYTES / 3 * 4;
/// Pixels on each side of a picture that comes in.
pub const PICTURE_SIDE: u32 = 4096;
pub const PICTURE_PIXELS: u64 = 16 * 1024 * 1024;
pub const PICTURE_FRAMES: usize = 200;
pub const PICTURE_PIXELS_OF_ALL_FRAMES: u64 = 64 * 1024 * 1024;
/// What one decoder may allocate, and what all pictures together may take while they are worked on.
pub const PICTURE_DECODER_BYTES: u64 = 64 * 1024 * 1024;
pub const PICTURE_DECODING_BYTES: u64 = 72 * 1024 * 1024;
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
pub const USER_MENTIONS: usize = 20;
pub const ROLE_MENTIONS: usize = 10;
pub const REPLAY_EVENTS: usize = 2000;
pub const REPLAY_BYTES: usize = 4 * 1024 * 1024;
pub const UNSENT_EVENTS: usize = 1000;
pub const LOGINS_PER_USER: usize = 20;
pub const APPLICATIONS_PER_USER: usize = 25;
pub const APPLICATION_DESCRIPTION_LENGTH: usize = 400;
pub const BOTS_PER_GUILD: usize = 50;
/// Commands that a bot declares for all guilds, and for each one.
pub const COMMANDS_PER_PLACE: usize = 100;
pub const COMMAND_DESCRIPTION_LENGTH: usize = 100;
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

/// No access token lives longer, whatever the settings say.
pub const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// How often something may be done: `count` times in `per`, refilled evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Names the bucket on the wire and in the limits document.
    pub name: &'static str,
    pub count: u32,
    pub per: Duration,
}

const fn rate(name: &'static str, count: u32, per_s: u64) -> Rate {
    Rate { name, count, per: Duration::from_secs(per_s) }
}

pub const ANY_SIGNED_IN: Rate = rate("global", 100, 2);
pub const ANY_ADDRESS: Rate = rate("address", 30, 3);
pub const LOGIN_ACCOUNT: Rate = rate("login-account", 10, 900);
pub const LOGIN: Rate = rate("login", 20, 900);
/// By address.
pub const REGISTER: Rate = rate("register", 3, 3600);
/// By everybody together.
pub const REGISTER_ALL: Rate = rate("register-all", 60, 3600);
/// By log-in.
pub const REFRESH: Rate = rate("refresh", 10, 60);
/// By address, whichever token is shown.
pub const REFRESH_ADDRESS: Rate = rate("refresh-address", 60, 60);
/// Showing the password of an account that is signed in, for whatever reason.
pub const PASSWORD: Rate = rate("password", 10, 900);
/// Letters to one address, or of one account, that somebody asks for.
pub const MAIL_ACCOUNT: Rate = rate("mail-account", 3, 3600);
/// By the network that asks for them.
pub const MAIL_ADDRESS: Rate = rate("mail-address", 10, 3600);
/// Links that are used.
pub const LINK: Rate = rate("link", 20, 900);
pub const SEND: Rate = rate("send", 5, 5);
pub const EDIT: Rate = rate("edit", 5, 5);
pub const DELETE: Rate = rate("delete", 10, 5);
pub const TYPING: Rate = rate("typing", 2, 5);
pub const HISTORY: Rate = rate("history", 40, 2);
/// Saying what one has read.
pub const ACK: Rate = rate("ack", 30, 10);
pub const MENTIONS: Rate = rate("mentions", 10, 10);
pub const NOTIFICATIONS: Rate = rate("notifications", 20, 10);
pub const PROFILE: Rate = rate("profile", 2, 10);
pub const USERNAME: Rate = rate("username", 2, 3600);
pub const AVATAR: Rate = rate("avatar", 10, 3600);
pub const ICON: Rate = rate("icon", 10, 3600);
/// Putting all of one's data together.
pub const EXPORT: Rate = rate("export", 5, 3600);
pub const GUILD_CREATE: Rate = rate("guild-create", 5, 3600);
pub const GUILD_JOIN: Rate = rate("guild-join", 20, 3600);
pub const GUILD_LEAVE: Rate = rate("guild-leave", 30, 3600);
pub const GUILD_CHANGE: Rate = rate("guild-change", 10, 10);
pub const MODERATION: Rate = rate("moderation", 10, 10);
/// Opening conversations, and making groups.
pub const CONVERSATION_OPEN: Rate = rate("conversation-open", 10, 60);
pub const GROUP_CHANGE: Rate = rate("group-change", 20, 60);
pub const BLOCK: Rate = rate("block", 20, 60);
pub const SETTINGS: Rate = rate("settings", 10, 20);
pub const INVITE_CREATE: Rate = rate("invite-create", 10, 600);
pub const INVITE_LOOKUP: Rate = rate("invite-lookup", 10, 60);
pub const GATEWAY_FRAMES: Rate = rate("gateway-frames", 120, 60);
pub const IDENTIFY: Rate = rate("identify", 5, 5);
pub const IDENTIFY_DAY: Rate = rate("identify-day", 1000, 86_400);
pub const RESUME: Rate = rate("resume", 30, 60);
pub const PUSH_SUBSCRIBE: Rate = rate("push-subscribe", 20, 3600);
/// Making and changing applications, and new tokens for them.
pub const APPLICATION: Rate = rate("application", 20, 60);
pub const BOT_ADD: Rate = rate("bot-add", 10, 60);
/// Declaring commands.
pub const COMMANDS: Rate = rate("commands", 60, 60);
pub const PRESENCE: Rate = rate("presence", 5, 20);

const RATES: &[Rate] = &[
    ANY_SIGNED_IN,
    ANY_ADDRESS,
    LOGIN_ACCOUNT,
    LOGIN,
    REGISTER,
    REGISTER_ALL,
    REFRESH,
    REFRESH_ADDRESS,
    PASSWORD,
    MAIL_ACCOUNT,
    MAIL_ADDRESS,
    LINK,
    SEND,
    EDIT,
    DELETE,
    TYPING,
    HISTORY,
    ACK,
    MENTIONS,
    NOTIFICATIONS,
    PROFILE,
    USERNAME,
    AVATAR,
    ICON,
    EXPORT,
    GUILD_CREATE,
    GUILD_JOIN,
    GUILD_LEAVE,
    GUILD_CHANGE,
    MODERATION,
    CONVERSATION_OPEN,
    GROUP_CHANGE,
    BLOCK,
    SETTINGS,
    INVITE_CREATE,
    INVITE_LOOKUP,
    GATEWAY_FRAMES,
    IDENTIFY,
    IDENTIFY_DAY,
    RESUME,
    PUSH_SUBSCRIBE,
    APPLICATION,
    BOT_ADD,
    COMMANDS,
    PRESENCE,
];

/// The limits document.
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
    /// Seconds.
    #[schema(examples(5))]
    pub per_s: u64,
}

impl Limits {
    pub fn table() -> Self {
        let rates = RATES.iter().map(|rate| RateLimit { name: rate.name, count: rate.count, per_s: rate.per.as_secs() });
        Self { sizes: sizes().into_iter().chain(counts()).collect(), rates: rates.collect() }
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
        size("avatar_bytes", AVATAR_BYTES),
        size("icon_bytes", ICON_BYTES),
        SizeLimit { name: "picture_side", max: i64::from(PICTURE_SIDE) },
        SizeLimit { name: "picture_pixels", max: i64::try_from(PICTURE_PIXELS).unwrap_or(i64::MAX) },
        size("picture_frames", PICTURE_FRAMES),
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
    ]
}
