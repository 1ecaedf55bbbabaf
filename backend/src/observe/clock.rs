//! Watches whether somebody sets the clock on the wall.

use parking_lot::Mutex;

use super::metrics;
use crate::kernel::{Clock, Timestamp};

/// A clock that is kept right by small corrections never goes off by so much between two looks.
const NOTABLE_MS: i64 = 2_000;

/// Compares the clock on the wall with the one that nobody can set.
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

/// The clock was set while the server ran, or the machine slept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockJump {
    /// When, as the clock shows since.
    pub at: Timestamp,
    /// By how many seconds it was set forward; negative if back.
    pub by_s: i64,
}

impl ClockWatch {
    pub fn new(clock: Clock) -> Self {
        let seen = Mutex::new(Seen { drift_ms: clock.drift_ms(), last: None });
        Self { clock, seen }
    }

    /// Looks at both clocks. Called every second.
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
        tracing::warn!(by_s = jump.by_s, now = %jump.at, "the clock was set, or this machine slept");
    }

    /// The last time that the clock was set.
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
        clock.advance(Duration::from_secs(86_400));
        watch.look();
        assert_eq!(watch.last_jump(), None);
        clock.set(clock.now().before(Duration::from_secs(3600)));
        watch.look();
        let jump = ClockJump { at: clock.now(), by_s: -3600 };
        clock.advance(Duration::from_secs(1));
        watch.look();
        assert_eq!(watch.last_jump(), Some(jump));
    }
}
