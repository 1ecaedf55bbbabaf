//! The part of the model about users outside of guilds: DM channels, blocks, and settings.

use super::{DmChannel, NotificationSetting, Settings, dm_channel::pair};
use crate::{
    cache::Model,
    kernel::{ChannelId, ScopeId, UserId},
};

impl Model {
    pub fn dm_channel(&self, id: ChannelId) -> Option<&DmChannel> {
        self.dm_channels.by_id.get(&id)
    }

    /// The DM channels of a user, open or closed, by id.
    pub fn dm_channels_of(&self, user: UserId) -> impl Iterator<Item = &DmChannel> {
        let ids = self.dm_channels.of_user.get(&user).into_iter().flatten();
        ids.filter_map(|id| self.dm_channels.by_id.get(id))
    }

    /// The open DM channels of a user, by id.
    pub fn open_dm_channels_of(&self, user: UserId) -> impl Iterator<Item = &DmChannel> {
        self.dm_channels_of(user).filter(move |dm| dm.is_open_for(user))
    }

    /// The DM channel of two users, if it exists.
    pub fn dm_channel_between(&self, one: UserId, other: UserId) -> Option<&DmChannel> {
        self.dm_channels.by_id.get(self.dm_channels.direct.get(&pair(one, other))?)
    }

    /// The users that a user blocks, by id.
    pub fn blocked_by(&self, user: UserId) -> impl Iterator<Item = UserId> {
        self.dm_channels.blocks.get(&user).into_iter().flatten().copied()
    }

    /// The users that block a user, by id. It scans all lists, for account deletion only.
    pub fn blockers_of(&self, user: UserId) -> Vec<UserId> {
        let lists = self.dm_channels.blocks.iter();
        let mut blockers: Vec<_> = lists.filter(|(_, list)| list.contains(&user)).map(|(blocker, _)| *blocker).collect();
        blockers.sort_unstable();
        blockers
    }

    /// Whether the first user blocks the second one.
    pub fn blocks(&self, user: UserId, blocked: UserId) -> bool {
        self.dm_channels.blocks.get(&user).is_some_and(|list| list.contains(&blocked))
    }

    /// Whether either user blocks the other.
    pub fn is_block_between(&self, one: UserId, other: UserId) -> bool {
        self.blocks(one, other) || self.blocks(other, one)
    }

    /// The settings of a user.
    pub fn settings(&self, user: UserId) -> Settings {
        self.dm_channels.settings.get(&user).copied().unwrap_or_default()
    }

    /// Whether two users share a guild.
    pub fn share_a_guild(&self, one: UserId, other: UserId) -> bool {
        self.guilds_of(one).any(|guild| guild.members.contains_key(&other))
    }
}

impl Model {
    pub fn notification_setting(&self, user: UserId, place: ScopeId) -> Option<&NotificationSetting> {
        self.notification_settings.get(&user)?.get(&place)
    }

    /// All notification settings of a user, by scope.
    pub fn notification_settings_of(&self, user: UserId) -> impl Iterator<Item = (ScopeId, &NotificationSetting)> {
        self.notification_settings.get(&user).into_iter().flatten().map(|(place, setting)| (*place, setting))
    }

    /// Default settings are not stored.
    pub(super) fn set_notification(&mut self, user: UserId, place: ScopeId, setting: NotificationSetting) {
        let settings = self.notification_settings.entry(user).or_default();
        if setting == NotificationSetting::default() {
            settings.remove(&place);
        } else {
            settings.insert(place, setting);
        }
        if settings.is_empty() {
            self.notification_settings.remove(&user);
        }
    }
}
