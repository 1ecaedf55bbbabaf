//! Detects changes of the wall clock.

use parking_lot::Mutex;

use super::metrics;
use crate::kernel::{Clock, Timestamp};

/// Clock synchronization never corrects by as much as this between two checks.
const NOTABLE_MS: i64 = 2_000;

/// Compares the wall clock with the monotonic clock.
#[derive(Debug)]
pub struct ClockWatch {
    clock: Clock,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    drift_ms: i64,
    last: Option<ClockJump>,
}

/// A change of the wall clock while the server runs: somebody set it, or the machine was suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockJump {
    /// When it was noticed, by the new time.
    pub at: Timestamp,
    /// Size of the jump in seconds; negative if the clock was set back.
    pub by_s: i64,
}

impl ClockWatch {
    pub fn new(clock: Clock) -> Self {
        let seen = Mutex::new(Seen { drift_ms: clock.drift_ms(), last: None });
        Self { clock, seen }
    }

    /// Compares the clocks. Called every second.
    pub fn look(&self) {
        let drift_ms = self.clock.drift_ms();
        let mut seen = self.seen.lock();
        let by_ms = drift_ms - std::mem::replace(&mut seen.drift_ms, drift_ms);
        if by_ms.abs() < NOTABLE_MS {
            return;
        }
        let jump = ClockJump { at: self.clock.now(), by_s: by_ms / 1000 };
        seen.last = Some(jump);
        metrics().clock_jumps.inc();
        tracing::warn!(by_s = jump.by_s, now = %jump.at, "the clock was set, or the machine was suspended");
    }

    /// The last change.
    pub fn last_jump(&self) -> Option<ClockJump> {
        self.seen.lock().last
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_is_set_is_noticed_and_time_that_passes_is_not() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        let watch = ClockWatch::new(clock.clone());
        clock.advance(Duration::from_hours(24));
        watch.look();
        assert_eq!(watch.last_jump(), None);
        clock.set(clock.now().before(Duration::from_hours(1)));
        watch.look();
        let jump = ClockJump { at: clock.now(), by_s: -3600 };
        clock.advance(Duration::from_secs(1));
        watch.look();
        assert_eq!(watch.last_jump(), Some(jump));
    }
}
