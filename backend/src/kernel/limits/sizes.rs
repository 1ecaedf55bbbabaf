//! Sizes and counts that clients know. Lengths are code points unless the name says bytes.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SizeLimit {
    #[schema(examples("message_length"))]
    pub name: &'static str,
    #[schema(examples(2000))]
    pub max: i64,
}

/// Sizes and counts: constants, and the list `SIZES` of them, by the names that clients know.
macro_rules! sizes {
    ($($(#[$about:meta])* $constant:ident: $type:ty = $name:literal, $max:expr;)+) => {
        $($(#[$about])*
        pub const $constant: $type = $max;)+

        /// For the limits table.
        pub const SIZES: &[$crate::kernel::limits::sizes::SizeLimit] =
            &[$($crate::kernel::limits::sizes::SizeLimit { name: $name, max: $max }),+];
    };
}

pub(crate) use sizes;

sizes! {
    BODY_BYTES: usize = "body_bytes", 64 * 1024;
    /// The body of a route that takes a few short fields.
    FORM_BYTES: usize = "form_bytes", 16 * 1024;
    /// An avatar, as a file.
    AVATAR_BYTES: usize = "avatar_bytes", 4 * 1024 * 1024;
    /// An icon of a guild, as a file.
    ICON_BYTES: usize = "icon_bytes", 5 * 512 * 1024;
    /// Pixels on each side of a picture that comes in.
    IMAGE_SIDE: u32 = "image_side", 4096;
    IMAGE_PIXELS: u64 = "image_pixels", 16 * 1024 * 1024;
    IMAGE_FRAMES: usize = "image_frames", 200;
    FRAME_BYTES_BEFORE_IDENTIFY: usize = "frame_bytes_before_identify", 4 * 1024;
    FRAME_BYTES: usize = "frame_bytes", 64 * 1024;
    DISPLAY_NAME_LENGTH: usize = "display_name_length", 32;
    NICK_LENGTH: usize = "nick_length", 32;
    SLOW_MODE_S: i64 = "slow_mode_s", 21_600;
    PASSWORD_MAX: usize = "password_length", 128;
    GUILDS_PER_USER: usize = "guilds_per_user", 100;
    MEMBERS_PER_GUILD: usize = "members_per_guild", 5000;
    /// In a guild with more members, a client that knows member lists is told of the presence only of members it looks at.
    SMALL_GUILD: usize = "small_guild", 100;
    /// In a guild with more members, those offline are counted in the member list and not shown.
    OFFLINE_LISTED: usize = "offline_listed", 1000;
    /// What a session may look at of a member list.
    MEMBER_LIST_RANGES: usize = "member_list_ranges", 3;
    MEMBER_LIST_ROWS: usize = "member_list_rows", 100;
    ACCOUNTS_PAGE: i64 = "accounts_page", 100;
    REPLAY_EVENTS: usize = "replay_events", 2000;
    REPLAY_BYTES: usize = "replay_bytes", 4 * 1024 * 1024;
    UNSENT_EVENTS: usize = "unsent_events", 1000;
    SOCKETS_PER_USER: usize = "sockets_per_user", 10;
    SOCKETS_PER_ADDRESS: usize = "sockets_per_address", 100;
    /// Of those, the ones that have not said who they are.
    STRANGERS_PER_ADDRESS: usize = "strangers_per_address", 20;
    SOCKETS: usize = "sockets", 10_000;
    /// Connections of every kind, sockets among them.
    CONNECTIONS_PER_ADDRESS: usize = "connections_per_address", 256;
    CONNECTIONS: usize = "connections", 12_000;
}
