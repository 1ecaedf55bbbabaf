//! Request bodies and queries.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::Flag,
    kernel::{ChannelId, Patch, UserId},
};

/// A guild to create.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateGuild {
    /// 2 to 100 code points.
    #[schema(examples("Tea friends"))]
    pub name: String,
    /// A Base64 data URI of an image: PNG, JPEG, GIF or WebP, at most 2.5 MiB.
    pub icon: Option<String>,
    /// Bit field: 1 suppresses announcements of new members in the system channel.
    #[schema(minimum = 0, maximum = 63)]
    pub system_channel_flags: Option<i64>,
}

/// Changes of a guild. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateGuild {
    #[schema(examples("Tea friends"))]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// A Base64 data URI of an image: PNG, JPEG, GIF or WebP, at most 2.5 MiB; null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub icon: Patch<String>,
    /// Transfers ownership; only the owner can.
    pub owner_id: Option<UserId>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub system_channel_id: Patch<ChannelId>,
    /// Bit field: 1 suppresses announcements of new members in the system channel.
    #[schema(minimum = 0, maximum = 63)]
    pub system_channel_flags: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountsQuery {
    /// Whether to include the numbers of members and online members.
    #[serde(default)]
    #[param(value_type = bool)]
    pub with_counts: Flag,
}
