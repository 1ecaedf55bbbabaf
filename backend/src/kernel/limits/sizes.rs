//! Sizes and counts that clients know. Lengths are code points unless the name says bytes.

/// Sizes and counts: constants, and the list `SIZES` of them, by the names that clients know.
macro_rules! sizes {
    ($($(#[$about:meta])* $constant:ident: $type:ty = $name:literal, $max:expr;)+) => {
        $($(#[$about])*
        pub const $constant: $type = $max;)+

        /// For the limits table.
        pub const SIZES: &[$crate::kernel::limits::SizeLimit] =
            &[$($crate::kernel::limits::SizeLimit { name: $name, max: $max }),+];
    };
}

pub(crate) use sizes;

sizes! {
    MESSAGE_LENGTH: usize = "message_length", 2000;
    MESSAGE_BYTES: usize = "message_bytes", 8 * 1024;
    NONCE_BYTES: usize = "nonce_bytes", 64;
    BODY_BYTES: usize = "body_bytes", 64 * 1024;
    /// The body of a route that takes a few short fields.
    FORM_BYTES: usize = "form_bytes", 16 * 1024;
    /// An avatar, as a file.
    AVATAR_BYTES: usize = "avatar_bytes", 4 * 1024 * 1024;
    /// An icon of a guild, as a file.
    ICON_BYTES: usize = "icon_bytes", 5 * 512 * 1024;
    /// Pixels on each side of a picture that comes in.
    IMAGE_SIDE: u32 = "picture_side", 4096;
    IMAGE_PIXELS: u64 = "picture_pixels", 16 * 1024 * 1024;
    IMAGE_FRAMES: usize = "picture_frames", 200;
    FRAME_BYTES_BEFORE_IDENTIFY: usize = "frame_bytes_before_identify", 4 * 1024;
    FRAME_BYTES: usize = "frame_bytes", 64 * 1024;
    DISPLAY_NAME_LENGTH: usize = "display_name_length", 32;
    BIO_LENGTH: usize = "bio_length", 190;
    CUSTOM_STATUS_LENGTH: usize = "custom_status_length", 128;
    NICK_LENGTH: usize = "nick_length", 32;
    GUILD_NAME_LENGTH: usize = "guild_name_length", 100;
    GUILD_DESCRIPTION_LENGTH: usize = "guild_description_length", 300;
    GROUP_NAME_LENGTH: usize = "group_name_length", 100;
    APPLICATION_DESCRIPTION_LENGTH: usize = "application_description_length", 400;
    /// Code points of all texts of a command.
    COMMAND_LENGTH: usize = "command_length", 8000;
    /// A command as it is stored.
    COMMAND_BYTES: usize = "command_bytes", 32 * 1024;
    /// A whole list of commands.
    COMMANDS_BYTES: usize = "commands_bytes", 256 * 1024;
    CHANNEL_NAME_LENGTH: usize = "channel_name_length", 100;
    TOPIC_LENGTH: usize = "topic_length", 1024;
    SLOW_MODE_S: i64 = "slow_mode_s", 21_600;
    PASSWORD_MAX: usize = "password_length", 128;
    GUILDS_PER_USER: usize = "guilds_per_user", 100;
    GUILDS_OWNED: usize = "guilds_owned", 10;
    /// People in a group, with the one who made it.
    GROUP_SIZE: usize = "group_size", 10;
    BLOCKS_PER_USER: usize = "blocks_per_user", 1000;
    CHANNELS_PER_GUILD: usize = "channels_per_guild", 200;
    MEMBERS_PER_GUILD: usize = "members_per_guild", 5000;
    /// In a guild with more members, a client that knows member lists is told of the presence only of members it looks at.
    SMALL_GUILD: usize = "small_guild", 100;
    /// In a guild with more members, those offline are counted in the member list and not shown.
    OFFLINE_LISTED: usize = "offline_listed", 1000;
    /// What a session may look at of a member list.
    MEMBER_LIST_RANGES: usize = "member_list_ranges", 3;
    MEMBER_LIST_ROWS: usize = "member_list_rows", 100;
    OVERWRITES_PER_CHANNEL: usize = "overwrites_per_channel", 100;
    INVITES_PER_GUILD: i64 = "invites_per_guild", 100;
    INVITE_MAX_AGE_S: i64 = "invite_max_age_s", 604_800;
    INVITE_MAX_USES: i64 = "invite_max_uses", 100;
    MESSAGES_PAGE: i64 = "messages_page", 100;
    MEMBERS_PAGE: i64 = "members_page", 1000;
    GUILDS_PAGE: i64 = "guilds_page", 200;
    ACCOUNTS_PAGE: i64 = "accounts_page", 100;
    MENTIONS_PAGE: i64 = "mentions_page", 100;
    USER_MENTIONS: usize = "user_mentions", 20;
    ROLE_MENTIONS: usize = "role_mentions", 10;
    REPLAY_EVENTS: usize = "replay_events", 2000;
    REPLAY_BYTES: usize = "replay_bytes", 4 * 1024 * 1024;
    UNSENT_EVENTS: usize = "unsent_events", 1000;
    LOGINS_PER_USER: usize = "logins_per_user", 20;
    APPLICATIONS_PER_USER: usize = "applications_per_user", 25;
    BOTS_PER_GUILD: usize = "bots_per_guild", 50;
    /// Commands that a bot declares for all guilds, and for each one.
    COMMANDS_PER_PLACE: usize = "commands_per_place", 100;
    PUSH_SUBSCRIPTIONS_PER_USER: usize = "push_subscriptions_per_user", 10;
    /// The address of a subscription at a push service.
    PUSH_ENDPOINT_BYTES: usize = "push_endpoint_bytes", 2048;
    SOCKETS_PER_USER: usize = "sockets_per_user", 10;
    SOCKETS_PER_ADDRESS: usize = "sockets_per_address", 100;
    /// Of those, the ones that have not said who they are.
    STRANGERS_PER_ADDRESS: usize = "strangers_per_address", 20;
    SOCKETS: usize = "sockets", 10_000;
    /// Connections of every kind, sockets among them.
    CONNECTIONS_PER_ADDRESS: usize = "connections_per_address", 256;
    CONNECTIONS: usize = "connections", 12_000;
}
