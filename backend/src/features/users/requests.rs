//! Request bodies and queries.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::rules;
use crate::{
    http::{Error, Flag},
    kernel::{Cursor, FieldError, GuildId, Patch, Timestamp},
};

/// Changes of the caller's profile. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateCurrentUser {
    /// A new user name: 2 to 32 of a-z, 0-9, underscore and dot. At most two changes per hour.
    #[schema(min_length = 2, max_length = 32, examples("alice"))]
    pub username: Option<String>,
    /// A Base64 data URI of an image: PNG, JPEG, GIF or WebP, at most 4 MiB; null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub avatar: Patch<String>,
    /// The profile text, at most 190 code points.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 190)]
    pub bio: Patch<String>,
    /// The custom status, one line of at most 128 code points.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 128, examples("Having tea"))]
    pub custom_status: Patch<String>,
    /// When the status expires; null is never. A new status without this field never expires.
    #[serde(default)]
    #[schema(value_type = Option<Timestamp>)]
    pub custom_status_expires_at: Patch<Timestamp>,
    /// The display name, 1 to 32 code points; null to show the user name.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 32, examples("Олена"))]
    pub global_name: Patch<String>,
    /// A language tag.
    #[schema(examples("uk"))]
    pub locale: Option<String>,
}

/// Which part of the list. Sorted by id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GuildsQuery {
    pub before: Option<Cursor>,
    pub after: Option<Cursor>,
    /// 1 to 200; 200 by default.
    #[param(minimum = 1, maximum = 200, default = 200)]
    pub limit: Option<i64>,
    /// Whether to include the numbers of members and online members.
    #[serde(default)]
    #[param(value_type = bool)]
    pub with_counts: Flag,
}

impl GuildsQuery {
    /// # Errors
    /// 400 / 50035 for a wrong limit.
    pub fn read(&self) -> Result<GuildsPage, Error> {
        let limit = self.limit.unwrap_or(rules::GUILDS_PAGE);
        let limit = usize::try_from(limit).ok().filter(|_| (1..=rules::GUILDS_PAGE).contains(&limit));
        let limit = limit.ok_or_else(|| Error::field("limit", &FieldError::range(1, rules::GUILDS_PAGE)))?;
        let (before, after) = (self.before.map(GuildId::from), self.after.map(GuildId::from));
        Ok(GuildsPage { before, after, limit, with_counts: self.with_counts.0 })
    }
}

/// Which part of a list of guilds.
#[derive(Debug, Clone, Copy)]
pub struct GuildsPage {
    pub before: Option<GuildId>,
    pub after: Option<GuildId>,
    pub limit: usize,
    pub with_counts: bool,
}
