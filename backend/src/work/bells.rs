//! Bells: how a turn wakes the worker that goes on with what it has stored.
//!
//! A bell that rings while nobody listens is heard by who listens next. It says that there may be something to do; what there is,
//! the worker reads from the database, so that a restart loses nothing.

use std::time::Duration;

use tokio::sync::Notify;

/// One for each worker that can be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    /// Letters wait to be sent.
    Letters,
    /// Pushes wait to be sent.
    Pushes,
    /// Messages of somebody who is gone wait to be deleted.
    Erasures,
}

/// All bells of the process.
#[derive(Debug, Default)]
pub struct Bells {
    letters: Notify,
    pushes: Notify,
    erasures: Notify,
}

impl Bells {
    const fn of(&self, bell: Bell) -> &Notify {
        match bell {
            Bell::Letters => &self.letters,
            Bell::Pushes => &self.pushes,
            Bell::Erasures => &self.erasures,
        }
    }

    pub(super) fn ring(&self, bell: Bell) {
        self.of(bell).notify_one();
    }

    /// Waits until it rings, at most so long.
    pub async fn heard(&self, bell: Bell, at_most: Duration) {
        // Time that is over is as good as a bell.
        let _ = tokio::time::timeout(at_most, self.of(bell).notified()).await;
    }
}
