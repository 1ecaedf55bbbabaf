//! Whether what is to be written can be stored, for whoever watches the process.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::db::Failure;

/// What the last failure of the world said; good again when a probe could be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Good,
    /// There is no room.
    Full,
    /// The file system, or the database server, takes no writes.
    ReadOnly,
    /// The database server does not answer, or is not to be reached.
    Away,
}

impl Condition {
    const ALL: [Self; 4] = [Self::Good, Self::Full, Self::ReadOnly, Self::Away];

    /// What a failure makes of it; `None` if it may be of one moment only.
    const fn after(failure: &Failure) -> Option<Self> {
        match failure {
            Failure::Full => Some(Self::Full),
            Failure::ReadOnly => Some(Self::ReadOnly),
            Failure::Away(_) | Failure::Silent | Failure::Held => Some(Self::Away),
            _ => None,
        }
    }
}

/// The condition, shared by the writer and those who ask.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU8);

impl Gauge {
    pub(super) fn read(&self) -> Condition {
        Condition::ALL.get(usize::from(self.0.load(Ordering::Relaxed))).copied().unwrap_or(Condition::Good)
    }

    /// Yields whether it was another one before.
    pub(super) fn set(&self, condition: Condition) -> bool {
        self.0.swap(condition as u8, Ordering::Relaxed) != condition as u8
    }

    /// Notes a failure. Yields whether that is news.
    pub(super) fn note(&self, failure: &Failure) -> bool {
        Condition::after(failure).is_none_or(|condition| self.set(condition))
    }
}
