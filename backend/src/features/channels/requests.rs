//! Request bodies and queries.

use serde::Deserialize;
use utoipa::ToSchema;

use super::rules::OverwriteBody;
use crate::kernel::{ApiError, ChannelId, FieldError, Form, Patch, Permissions};

/// A channel to create.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct CreateChannel {
    /// 1 to 100 code points.
    #[schema(examples("tea-room"))]
    pub name: String,
    /// 0 text (the default), 4 category.
    #[serde(rename = "type")]
    #[schema(examples(0))]
    pub kind: Option<i64>,
    #[schema(max_length = 1024)]
    pub topic: Option<String>,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    /// A category of the guild.
    pub parent_id: Option<ChannelId>,
    pub nsfw: Option<bool>,
    /// Slow mode, 0 to 21600 seconds.
    #[schema(minimum = 0, maximum = 21600)]
    pub rate_limit_per_user: Option<i64>,
    /// If empty or missing, the overwrites of the category apply.
    pub permission_overwrites: Option<Vec<OverwriteBody>>,
}

/// Changes of a channel. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateChannel {
    /// Null removes the name of a group DM; a guild channel keeps its name.
    #[serde(default)]
    #[schema(value_type = Option<String>, examples("tea-room"))]
    pub name: Patch<String>,
    /// Of a group DM: a Base64 data URI of an image (PNG, JPEG, GIF or WebP, at most 2.5 MiB); null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub icon: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub topic: Patch<String>,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub parent_id: Patch<ChannelId>,
    pub nsfw: Option<bool>,
    #[schema(minimum = 0, maximum = 21600)]
    pub rate_limit_per_user: Option<i64>,
    pub permission_overwrites: Option<Vec<OverwriteBody>>,
    /// Whether to copy the overwrites of the category, unless `permission_overwrites` is set.
    pub lock_permissions: Option<bool>,
}

impl UpdateChannel {
    /// Rejects fields that do not apply to guild channels.
    ///
    /// # Errors
    /// 400 / 50035.
    pub fn refuse_for_guild(&self) -> Result<(), ApiError> {
        refuse_all([("icon", matches!(self.icon, Patch::Value(_)))])
    }

    /// Rejects fields that do not apply to group DMs.
    ///
    /// # Errors
    /// 400 / 50035.
    pub fn refuse_for_group(&self) -> Result<(), ApiError> {
        refuse_all([
            ("topic", matches!(self.topic, Patch::Value(_))),
            ("position", self.position.is_some()),
            ("parent_id", matches!(self.parent_id, Patch::Value(_))),
            ("nsfw", self.nsfw == Some(true)),
            ("rate_limit_per_user", self.rate_limit_per_user.is_some_and(|seconds| seconds != 0)),
            ("permission_overwrites", self.permission_overwrites.as_ref().is_some_and(|list| !list.is_empty())),
            ("lock_permissions", self.lock_permissions == Some(true)),
        ])
    }

    /// Whether the request changes overwrites only.
    pub fn is_about_rights(&self) -> bool {
        let stays = self.name == Patch::Absent
            && self.icon == Patch::Absent
            && self.topic == Patch::Absent
            && self.parent_id == Patch::Absent
            && self.position.is_none()
            && self.nsfw.is_none()
            && self.rate_limit_per_user.is_none();
        stays && (self.permission_overwrites.is_some() || self.lock_permissions == Some(true))
    }
}

fn refuse_all<const N: usize>(asked: [(&str, bool); N]) -> Result<(), ApiError> {
    let mut form = Form::new();
    for (name, _) in asked.into_iter().filter(|(_, asked)| *asked) {
        form.note(name, &FieldError::new("NOT_SUPPORTED", "Not available for this type of channel."));
    }
    form.finish()
}

/// Permissions of a role or member in a channel.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SetOverwrite {
    /// 0 role (the default), 1 member.
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub allow: Option<Permissions>,
    pub deny: Option<Permissions>,
}

/// The new position of a channel.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChannelPosition {
    pub id: ChannelId,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub parent_id: Patch<ChannelId>,
    /// Whether to copy the overwrites of the category.
    pub lock_permissions: Option<bool>,
}
