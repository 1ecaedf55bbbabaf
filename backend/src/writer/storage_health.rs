//! Whether what is to be written can be stored, for whoever watches the process.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::db::DbError;

/// What the last failure of the world said; good again when a probe could be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageHealth {
    Good,
    /// There is no room.
    Full,
    /// The file system, or the database server, takes no writes.
    ReadOnly,
    /// The files of the database are not there any more. It never gets better.
    Lost,
    /// The database server does not answer, or is not to be reached.
    Away,
}

impl StorageHealth {
    const ALL: [Self; 5] = [Self::Good, Self::Full, Self::ReadOnly, Self::Lost, Self::Away];

    /// What a failure makes of it; `None` if it may be of one moment only.
    const fn after(error: &DbError) -> Option<Self> {
        match error {
            DbError::Full => Some(Self::Full),
            DbError::ReadOnly => Some(Self::ReadOnly),
            DbError::Away(_) | DbError::Silent | DbError::Held => Some(Self::Away),
            _ => None,
        }
    }
}

/// The condition, shared by the writer and those who ask.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU8);

impl Gauge {
    pub(super) fn read(&self) -> StorageHealth {
        StorageHealth::ALL.get(usize::from(self.0.load(Ordering::Relaxed))).copied().unwrap_or(StorageHealth::Good)
    }

    /// Yields whether it was another one before.
    pub(super) fn set(&self, health: StorageHealth) -> bool {
        let is_other = |before| (before != StorageHealth::Lost as u8 && before != health as u8).then_some(health as u8);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, is_other).is_ok()
    }

    /// Notes a failure. Yields whether that is news.
    pub(super) fn note(&self, error: &DbError) -> bool {
        StorageHealth::after(error).is_none_or(|health| self.set(health))
    }
}
