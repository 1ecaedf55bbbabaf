//! Changes of users and their settings.

use serde::{Deserialize, Serialize};

use super::subject::{Listed, Subject};
use crate::{
    cache::{
        dm_channel::Settings,
        model::{Model, User},
        notifications::NotificationSetting,
    },
    kernel::{ScopeId, UserId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum UserChange {
    Put(User),
    SettingsPut(UserId, Settings),
    /// The first user blocks the second one.
    BlockPut(UserId, UserId),
    BlockRemoved(UserId, UserId),
    /// Notification settings of a user for a guild or channel.
    NotificationsSet(UserId, ScopeId, NotificationSetting),
    /// Whether a user has a push subscription.
    PushedSet(UserId, bool),
}

impl Subject for UserChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Put(user) => model.put_user(user.clone()),
            Self::SettingsPut(user, settings) => model.dm_channels.set(*user, *settings),
            Self::BlockPut(user, blocked) => model.dm_channels.block(*user, *blocked),
            Self::BlockRemoved(user, blocked) => model.dm_channels.unblock(*user, *blocked),
            Self::NotificationsSet(user, place, setting) => model.set_notification(*user, *place, *setting),
            Self::PushedSet(user, true) => drop(model.pushed.insert(*user)),
            Self::PushedSet(user, false) => drop(model.pushed.remove(user)),
        }
    }

    fn is_structural(&self) -> bool {
        !matches!(self, Self::NotificationsSet(..))
    }

    fn listed(&self) -> Option<Listed> {
        match self {
            Self::Put(user) => Some(Listed::User(user.id)),
            _ => None,
        }
    }
}
