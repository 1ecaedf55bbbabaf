//! The pace of a backup, so that it does not slow down the server.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Maximum time of work without a rest.
const TURN: Duration = Duration::from_millis(1);
/// The rest is this many times as long as the work before it.
const REST: u32 = 5;
/// Maximum rest, even if the program was suspended for long.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// Alternates work and rest.
#[derive(Debug)]
pub(super) struct Pace {
    slice: Instant,
}

impl Pace {
    pub fn begins() -> Self {
        Self { slice: Instant::now() }
    }

    /// Called often; sleeps when a rest is due.
    #[expect(clippy::disallowed_methods, reason = "a backup runs in its own process, without workers to block")]
    pub fn keep(&mut self) {
        let worked = self.slice.elapsed();
        if worked >= TURN {
            thread::sleep((worked * REST).min(LONGEST_REST));
            self.slice = Instant::now();
        }
    }
}
