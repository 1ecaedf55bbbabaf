//! Bells: how a job wakes the worker that goes on with what it has stored.
//!
//! A signal that is sent while nobody listens is heard by who listens next. It says that there may be something to do; what there is,
//! the worker reads from the database, so that a restart loses nothing.

use std::time::Duration;

use tokio::sync::Notify;

/// One for each worker that can be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerSignal {
    /// Letters wait to be sent.
    Emails,
    /// Pushes wait to be sent.
    Pushes,
    /// Messages of somebody who is gone wait to be deleted.
    Erasures,
}

/// All signals of the process.
#[derive(Debug, Default)]
pub struct WorkerSignals {
    letters: Notify,
    pushes: Notify,
    erasures: Notify,
}

impl WorkerSignals {
    const fn of(&self, signal: WorkerSignal) -> &Notify {
        match signal {
            WorkerSignal::Emails => &self.letters,
            WorkerSignal::Pushes => &self.pushes,
            WorkerSignal::Erasures => &self.erasures,
        }
    }

    pub(super) fn notify(&self, signal: WorkerSignal) {
        self.of(signal).notify_one();
    }

    /// Waits for the signal, at most so long.
    pub async fn received(&self, signal: WorkerSignal, at_most: Duration) {
        // Time that is over is as good as a signal.
        let _ = tokio::time::timeout(at_most, self.of(signal).notified()).await;
    }
}
