//! Whether what is announced still comes to connections: that a client's heartbeats are answered does not say so.
//!
//! Every few rounds of the clock the server tells all sessions something by the way of every event: the publisher's gate, the
//! hub and its index, the session, the connection. It ends where the connection asks its session for the next frame, and is
//! never sent. A session that it did not come to may lack events, so it ends; it is not resumed with a gap. A connection that it
//! does not come to in time is closed and may resume. Each way the client comes back and finds out what it has missed.
//!
//! Lateness is counted in rounds and not by the clock, which may jump.

use std::sync::atomic::{AtomicU8, Ordering};

use serde::Serialize;

use crate::{
    events::{AudienceKind, Event},
    kernel::Intents,
};

/// Rounds, of a second each, between two probes. With [`LATE`] a connection is closed within 15 seconds of a fault.
pub const EVERY: u8 = 4;
/// Rounds that a probe may take.
const LATE: u8 = 10;

/// What is told. It is never sent.
#[derive(Debug, Serialize)]
pub struct Probe {}

impl Event for Probe {
    const NAME: &'static str = "CHATSPACE_PROBE";
    const DESCRIPTION: &'static str = "Never sent";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
}

/// What a connection waits for.
#[derive(Debug, Default)]
pub struct Watch {
    /// Rounds since a probe was sent that has not come; 0 is none.
    rounds: AtomicU8,
}

impl Watch {
    /// A probe will be sent, if none is on its way.
    pub fn begin(&self) {
        let _ = self.rounds.compare_exchange(0, 1, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Perhaps it has come.
    pub fn end_if(&self, has_come: bool) {
        if has_come {
            self.rounds.store(0, Ordering::Relaxed);
        }
    }

    /// One more round is over. True if the probe is late.
    pub fn is_late(&self) -> bool {
        let more = |rounds: u8| (rounds > 0).then(|| rounds.saturating_add(1));
        self.rounds.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok_and(|rounds| rounds >= LATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_is_late_after_ten_rounds_and_not_before() {
        let watch = Watch::default();
        assert!((0..20).all(|_| !watch.is_late()), "nothing is late that was not sent");
        watch.begin();
        for _ in 1..LATE {
            assert!(!watch.is_late());
            watch.begin();
        }
        assert!(watch.is_late(), "the next probe is no excuse for the one before");
    }

    #[test]
    fn one_that_comes_is_not_late_and_the_next_is_waited_for_anew() {
        let watch = Watch::default();
        watch.begin();
        assert!((1..LATE).all(|_| !watch.is_late()));
        watch.end_if(false);
        assert!(watch.is_late());
        watch.end_if(true);
        assert!((0..20).all(|_| !watch.is_late()));
        watch.begin();
        assert!(!watch.is_late());
    }
}
