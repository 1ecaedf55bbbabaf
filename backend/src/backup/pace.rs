//! The pace of a backup, which nobody waits for, beside a server, which everybody waits for.

use std::{
    thread,
    time::{Duration, Instant},
};

/// So long it keeps others from the processor and the disk at most.
const TURN: Duration = Duration::from_millis(1);
/// Times as long as a turn took.
const REST: u32 = 5;
/// Whatever a turn took: after one in which the program was stopped for an hour, it would rest for five.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// Turns of work with a rest after each.
#[derive(Debug)]
pub(super) struct Pace {
    slice: Instant,
}

impl Pace {
    pub fn begins() -> Self {
        Self { slice: Instant::now() }
    }

    /// To be called often. Blocks for the rest once a turn is over.
    #[expect(clippy::disallowed_methods, reason = "a backup has a process of its own, and no worker to block")]
    pub fn keep(&mut self) {
        let worked = self.slice.elapsed();
        if worked >= TURN {
            thread::sleep((worked * REST).min(LONGEST_REST));
            self.slice = Instant::now();
        }
    }
}
