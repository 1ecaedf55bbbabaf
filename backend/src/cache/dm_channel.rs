//! DM channels, blocks, and user settings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::{
    cache::PresenceStatus,
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum DmChannelKind {
    /// A DM channel of two users; it is never deleted.
    Dm,
    /// A group DM.
    GroupDm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct DmChannel {
    pub id: ChannelId,
    pub kind: DmChannelKind,
    /// All recipients. In a DM channel of two, a user remains a recipient after closing it or deleting their account.
    pub recipients: BTreeMap<UserId, Recipient>,
    /// Owner of a group DM.
    pub owner: Option<UserId>,
    pub name: Option<String>,
    /// A hash of 32 hexadecimal digits.
    pub icon: Option<String>,
    pub last_message: Option<MessageId>,
    /// When the newest of its pins was pinned.
    pub last_pin: Option<Timestamp>,
}

/// A recipient's state in a DM channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Recipient {
    pub added_at: Timestamp,
    /// Messages with greater ids were sent since they were added.
    #[serde(with = "crate::kernel::order")]
    #[cfg_attr(test, proptest(strategy = "crate::kernel::order::any()"))]
    pub since: MessageId,
    /// Whether they have closed it.
    pub closed: bool,
    /// Whether they have opened it themselves or have sent a message, so that the other one may contact them.
    pub engaged: bool,
}

/// Who may send direct messages to a user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum DirectMessages {
    Everyone,
    #[default]
    SharedGuild,
    Nobody,
}

/// A user's settings, for all devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub struct Settings {
    pub direct_messages: DirectMessages,
    pub status: PresenceStatus,
    /// Whether push notifications may contain the text of messages.
    pub push_text: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { direct_messages: DirectMessages::default(), status: PresenceStatus::Online, push_text: false }
    }
}

/// The part of the model outside of guilds, with its indexes.
#[derive(Debug, Default)]
pub(super) struct DmChannels {
    pub(super) by_id: HashMap<ChannelId, DmChannel>,
    pub(super) of_user: HashMap<UserId, BTreeSet<ChannelId>>,
    /// By the two users, the lower id first.
    pub(super) direct: HashMap<(UserId, UserId), ChannelId>,
    /// By the blocking user.
    pub(super) blocks: HashMap<UserId, BTreeSet<UserId>>,
    /// Users with non-default settings.
    pub(super) settings: HashMap<UserId, Settings>,
}

impl DmChannelKind {
    /// The number of the kind in the API.
    pub const fn number(self) -> i64 {
        match self {
            Self::Dm => 1,
            Self::GroupDm => 3,
        }
    }

    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Dm),
            3 => Some(Self::GroupDm),
            _ => None,
        }
    }
}

impl DirectMessages {
    /// The name of the setting in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::SharedGuild => "shared_guild",
            Self::Nobody => "nobody",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Everyone, Self::SharedGuild, Self::Nobody].into_iter().find(|one| one.name() == name)
    }
}

impl DmChannel {
    /// The two users of a DM channel of two, the lower id first.
    pub fn pair(&self) -> Option<(UserId, UserId)> {
        let mut ids = self.recipients.keys();
        let pair = (*ids.next()?, *ids.next()?);
        (self.kind == DmChannelKind::Dm).then_some(pair)
    }

    /// All recipients but one, by id.
    pub fn others(&self, than: UserId) -> impl Iterator<Item = UserId> {
        self.recipients.keys().copied().filter(move |user| *user != than)
    }

    /// The other recipient of a DM channel of two.
    pub fn other(&self, than: UserId) -> Option<UserId> {
        self.others(than).next().filter(|_| self.kind == DmChannelKind::Dm)
    }

    /// Whether it is open for a user.
    pub fn is_open_for(&self, user: UserId) -> bool {
        self.recipients.get(&user).is_some_and(|recipient| !recipient.closed)
    }

    /// The longest-standing recipient.
    pub fn earliest(&self) -> Option<UserId> {
        self.recipients.iter().min_by_key(|(user, recipient)| (recipient.since, **user)).map(|(user, _)| *user)
    }
}

/// Orders two users for the index.
pub(super) fn pair(one: UserId, other: UserId) -> (UserId, UserId) {
    (one.min(other), one.max(other))
}

impl DmChannels {
    /// The last message and the last pin are separate changes, so this one does not reset them.
    pub(super) fn put(&mut self, mut dm: DmChannel) {
        if let Some(before) = self.remove(dm.id) {
            (dm.last_message, dm.last_pin) = (before.last_message, before.last_pin);
        }
        for user in dm.recipients.keys() {
            self.of_user.entry(*user).or_default().insert(dm.id);
        }
        if let Some(pair) = dm.pair() {
            self.direct.insert(pair, dm.id);
        }
        self.by_id.insert(dm.id, dm);
    }

    pub(super) fn remove(&mut self, id: ChannelId) -> Option<DmChannel> {
        let dm = self.by_id.remove(&id)?;
        for user in dm.recipients.keys() {
            take_out(&mut self.of_user, *user, &id);
        }
        if let Some(pair) = dm.pair() {
            self.direct.remove(&pair);
        }
        Some(dm)
    }

    pub(super) fn find_mut(&mut self, id: ChannelId) -> Option<&mut DmChannel> {
        self.by_id.get_mut(&id)
    }

    pub(super) fn block(&mut self, user: UserId, blocked: UserId) {
        self.blocks.entry(user).or_default().insert(blocked);
    }

    pub(super) fn unblock(&mut self, user: UserId, blocked: UserId) {
        take_out(&mut self.blocks, user, &blocked);
    }

    pub(super) fn set(&mut self, user: UserId, settings: Settings) {
        if settings == Settings::default() {
            self.settings.remove(&user);
        } else {
            self.settings.insert(user, settings);
        }
    }
}

fn take_out<T: Ord>(sets: &mut HashMap<UserId, BTreeSet<T>>, user: UserId, item: &T) {
    if let Some(set) = sets.get_mut(&user) {
        set.remove(item);
        if set.is_empty() {
            sets.remove(&user);
        }
    }
}

#[cfg(test)]
mod tests;
