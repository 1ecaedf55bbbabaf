//! Notification settings. They are in the model, since they are read for each user that a message may notify.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;

use crate::{
    db::{Conn, DbError, fetch_all},
    kernel::{ScopeId, Timestamp, UserId, named},
};

/// Which messages notify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    All,
    Mentions,
    Nothing,
}

named!(Level { All = "all", Mentions = "mentions", Nothing = "nothing" });

/// A user's settings of a guild, category or channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct NotificationSetting {
    /// `None` is inherited.
    pub level: Option<Level>,
    pub muted: bool,
    /// When the mute ends; `None` for a mute without an end.
    pub muted_until: Option<Timestamp>,
    /// Whether @everyone and @here do not notify.
    pub suppress_everyone: bool,
    /// Whether mentions of roles do not notify.
    pub suppress_roles: bool,
}

impl NotificationSetting {
    pub fn is_muted(&self, now: Timestamp) -> bool {
        self.muted && self.muted_until.is_none_or(|until| until > now)
    }
}

/// Each user's settings, by scope.
pub(super) type Settings = HashMap<UserId, BTreeMap<ScopeId, NotificationSetting>>;

#[derive(FromRow)]
struct SettingRow {
    user_id: UserId,
    place_id: ScopeId,
    level: Option<String>,
    muted: bool,
    muted_until: Option<Timestamp>,
    suppress_everyone: bool,
    suppress_roles: bool,
}

pub(super) async fn load(conn: &mut Conn) -> Result<Settings, DbError> {
    let rows: Vec<SettingRow> = fetch_all!(
        conn,
        "SELECT user_id, place_id, level, muted, muted_until, suppress_everyone, suppress_roles FROM notification_settings"
    )?;
    let mut settings = Settings::new();
    for row in rows {
        let SettingRow { user_id, place_id, level, muted, muted_until, suppress_everyone, suppress_roles } = row;
        let level = level.as_deref().and_then(Level::named);
        let setting = NotificationSetting { level, muted, muted_until, suppress_everyone, suppress_roles };
        settings.entry(user_id).or_default().insert(place_id, setting);
    }
    Ok(settings)
}
