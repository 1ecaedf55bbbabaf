//! The model in memory: users, guilds, channels, roles, overwrites, members; DM channels, blocks, settings.
//!
//! Invariants: it is loaded from the database at start-up and afterwards changed only by [`Change`]s of committed write jobs, in
//! commit order. So during a write job it equals the stored state, and permission checks, audiences and READY need no query. It
//! contains no messages.

mod change;
mod dm_channel;
mod load;
mod model;
mod notifications;
mod people;
mod presences;
mod status;
mod versions;

use std::sync::Arc;

pub use change::{
    Change, DmChannelChange, GuildChange, GuildFields, InstanceChange, Listed, MessageChange, SessionChange, UserChange,
};
pub use dm_channel::{DirectMessages, DmChannel, DmChannelKind, Recipient, Settings};
pub use load::{load, stored_ids};
pub use model::{BotToken, Channel, ChannelKind, CustomStatus, Guild, Member, Model, Overwrite, OverwriteKind, Role, User};
pub use notifications::{Level, NotificationSetting};
use parking_lot::{RwLock, RwLockReadGuard};
pub use presences::{GRACE, Presences};
pub use status::{PresenceStatus, VisibleStatus};

use self::versions::Versions;
use crate::kernel::{ChannelId, Monotonic};

/// The one copy of the model.
#[derive(Debug, Default)]
pub struct Cache {
    model: RwLock<Model>,
    presences: Arc<Presences>,
    versions: Versions,
}

impl Cache {
    pub fn new(model: Model) -> Self {
        Self { model: RwLock::new(model), presences: Arc::default(), versions: Versions::default() }
    }

    /// The current model. The guard is short-lived: it must not be held across an await.
    pub fn read(&self) -> RwLockReadGuard<'_, Model> {
        self.model.read()
    }

    /// Presences. They have a lock of their own, are not stored and do not depend on the writer.
    pub fn presences(&self) -> &Arc<Presences> {
        &self.presences
    }

    /// The version of a channel's messages. It changes when a message is sent, changed or deleted.
    pub fn messages_version(&self, channel: ChannelId) -> u64 {
        self.versions.current(channel)
    }

    pub(crate) fn apply(&self, change: &Change) {
        change.apply(&mut self.model.write());
        if let Some(channel) = change.outdated() {
            self.versions.outdate(channel);
        }
    }

    /// Removes revocations that no valid access token can match any more.
    pub(crate) fn forget_revoked(&self, now: Monotonic) {
        self.model.write().forget_revoked(now);
    }
}
