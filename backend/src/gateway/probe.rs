//! Detects connections that events do not reach, which answered heartbeats do not show.
//!
//! Every few rounds of the clock, a probe is sent to all sessions on the path of events: publisher, hub, index, session,
//! connection. It ends where the connection takes the next frame, and is never sent. A session that it did not reach may lack
//! events, so it ends rather than being resumed with a gap. A connection that it does not reach in time is closed and may resume.
//! In both cases the client reconnects and gets what it has missed.
//!
//! Delays are counted in rounds rather than by the clock, which may jump.

use std::sync::atomic::{AtomicU8, Ordering};

use serde::Serialize;

use crate::{
    events::{AudienceKind, Event},
    kernel::Intents,
};

/// Rounds, of a second each, between two probes. With [`LATE`] a connection is closed within 15 seconds of a fault.
pub const EVERY: u8 = 4;
/// Maximum number of rounds until a probe arrives.
const LATE: u8 = 10;

/// The probe. It is never sent to clients.
#[derive(Debug, Serialize)]
pub struct Probe {}

impl Event for Probe {
    const NAME: &'static str = "CHATSPACE_PROBE";
    const DESCRIPTION: &'static str = "Never sent";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
}

/// The probe that a connection waits for.
#[derive(Debug, Default)]
pub struct Watch {
    /// Rounds since a probe was sent that has not arrived; 0 is none.
    rounds: AtomicU8,
}

impl Watch {
    /// A probe will be sent, if none is pending.
    pub fn begin(&self) {
        let _ = self.rounds.compare_exchange(0, 1, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// It may have arrived.
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
