//! The health of the storage, for readiness checks.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::db::DbError;

/// According to the last storage error; good again after a stored probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageHealth {
    Good,
    /// The disk is full.
    Full,
    /// The file system or the database server accepts no writes.
    ReadOnly,
    /// The database files are gone. This is final.
    Lost,
    /// The database server does not answer or is unreachable.
    Away,
}

impl StorageHealth {
    const ALL: [Self; 5] = [Self::Good, Self::Full, Self::ReadOnly, Self::Lost, Self::Away];

    /// The health after an error; `None` if the error may be transient.
    const fn after(error: &DbError) -> Option<Self> {
        match error {
            DbError::Full => Some(Self::Full),
            DbError::ReadOnly => Some(Self::ReadOnly),
            DbError::Away(_) | DbError::Silent | DbError::Held => Some(Self::Away),
            _ => None,
        }
    }
}

/// The health, shared by the writer and its handles.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU8);

impl Gauge {
    pub(super) fn read(&self) -> StorageHealth {
        StorageHealth::ALL.get(usize::from(self.0.load(Ordering::Relaxed))).copied().unwrap_or(StorageHealth::Good)
    }

    /// Returns whether it changed.
    pub(super) fn set(&self, health: StorageHealth) -> bool {
        let is_other = |before| (before != StorageHealth::Lost as u8 && before != health as u8).then_some(health as u8);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, is_other).is_ok()
    }

    /// Records an error. Returns whether the health changed or the error is transient.
    pub(super) fn note(&self, error: &DbError) -> bool {
        StorageHealth::after(error).is_none_or(|health| self.set(health))
    }
}
