//! Signals by which a write job wakes the worker that continues its work.
//!
//! A signal without a listener is received by the next one. It carries no data: the worker reads its tasks from the database, so a
//! restart loses nothing.

use std::time::Duration;

use tokio::sync::Notify;

/// A worker that can be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerSignal {
    /// Emails are queued.
    Emails,
    /// Pushes are queued.
    Pushes,
    /// Messages of deleted accounts are to be deleted.
    Erasures,
}

/// All signals of the process.
#[derive(Debug, Default)]
pub struct WorkerSignals {
    emails: Notify,
    pushes: Notify,
    erasures: Notify,
}

impl WorkerSignals {
    const fn of(&self, signal: WorkerSignal) -> &Notify {
        match signal {
            WorkerSignal::Emails => &self.emails,
            WorkerSignal::Pushes => &self.pushes,
            WorkerSignal::Erasures => &self.erasures,
        }
    }

    pub(super) fn notify(&self, signal: WorkerSignal) {
        self.of(signal).notify_one();
    }

    /// Waits for the signal, up to `at_most`.
    pub async fn received(&self, signal: WorkerSignal, at_most: Duration) {
        // A timeout counts as a signal.
        let _ = tokio::time::timeout(at_most, self.of(signal).notified()).await;
    }
}
