//! The model in memory: users, guilds, channels, roles, overwrites, members; DM channels, blocks, settings.
//!
//! Invariants: it is read whole from the database at start and afterwards changed only by [`Change`]s of committed write
//! turns, in commit order. So whoever reads it during a write turn sees exactly what is stored, and permission checks,
//! audiences and the first events of a session need no query. It holds no messages.

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

    /// The model as it is now. The guard is short-lived: nothing may wait while it is held.
    pub fn read(&self) -> RwLockReadGuard<'_, Model> {
        self.model.read()
    }

    /// Who is online. It has a lock of its own, is not stored and does not wait for the writer.
    pub fn presences(&self) -> &Arc<Presences> {
        &self.presences
    }

    /// The version of a channel's messages. It changes when one is sent, changed or deleted.
    pub fn messages_version(&self, channel: ChannelId) -> u64 {
        self.versions.current(channel)
    }

    pub(crate) fn apply(&self, change: &Change) {
        change.apply(&mut self.model.write());
        if let Some(channel) = change.outdated() {
            self.versions.outdate(channel);
        }
    }

    /// Forgets revocations that no active access token can still fall under.
    pub(crate) fn forget_revoked(&self, now: Monotonic) {
        self.model.write().forget_revoked(now);
    }
}
