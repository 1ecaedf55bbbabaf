//! The generator of ids. Ids of a process rise strictly and never repeat, whatever the clock does: if it stops, jumps back or is
//! too slow, the generator continues from its last id.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use super::time::{Clock, Timestamp};

/// 2015-01-01T00:00:00Z, the epoch built into client libraries.
pub const EPOCH_MS: i64 = 1_420_070_400_000;

/// The node of a process whose clock is behind stored ids: it distinguishes new ids from those.
pub const OTHER_NODE: u16 = (1 << NODE_BITS) - 1;
/// The last millisecond since the epoch that an id can contain, in the year 2084.
const LAST_MS: i64 = i64::MAX >> (COUNTER_BITS + NODE_BITS);
const COUNTER_BITS: u32 = 12;
const NODE_BITS: u32 = 10;

/// The time in an id: that of the clock when it was generated, or later if the clock was behind. Times of events are stored
/// beside ids; ids only define the order of creation.
pub fn time_of(id: i64) -> Timestamp {
    Timestamp::from_ms((id >> (COUNTER_BITS + NODE_BITS)) + EPOCH_MS)
}

/// The least id of a time, or of the nearest representable time.
pub fn first_at(time: Timestamp) -> i64 {
    (time.as_ms() - EPOCH_MS).clamp(0, LAST_MS) << (COUNTER_BITS + NODE_BITS)
}

/// Generates ids for one process, shared by all its threads.
#[derive(Debug)]
pub struct Snowflakes {
    clock: Clock,
    node: i64,
    /// Milliseconds since the epoch and the counter: the rising part of an id.
    last: AtomicI64,
}

impl Snowflakes {
    /// `node` distinguishes processes on one database (0 to 1023); `floor` is the greatest stored id, or 0.
    pub fn new(clock: Clock, node: u16, floor: i64) -> Self {
        let ms = floor >> (COUNTER_BITS + NODE_BITS);
        let last = (ms << COUNTER_BITS) | ((1 << COUNTER_BITS) - 1);
        Self { clock, node: i64::from(node) & ((1 << NODE_BITS) - 1), last: AtomicI64::new(if floor > 0 { last } else { 0 }) }
    }

    /// The next id, greater than all before it.
    pub fn next(&self) -> i64 {
        let ms = self.clock.now().as_ms() - EPOCH_MS;
        // Bounds of times in ids. A clock beyond them is wrong.
        let now = if (0..LAST_MS).contains(&ms) { ms << COUNTER_BITS } else { 0 };
        let before = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(now.max(last + 1)))
            .expect("the update always yields a value");
        let mine = now.max(before + 1);
        ((mine >> COUNTER_BITS) << (COUNTER_BITS + NODE_BITS)) | (self.node << COUNTER_BITS) | (mine & ((1 << COUNTER_BITS) - 1))
    }

    /// How far the last id is ahead of the clock.
    pub fn ahead(&self) -> Duration {
        let last = Timestamp::from_ms((self.last.load(Ordering::Relaxed) >> COUNTER_BITS) + EPOCH_MS);
        last.since(self.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_above_zero_whatever_year_the_clock_shows() {
        let clock = Clock::manual(Timestamp::MIN);
        let ids = Snowflakes::new(clock.clone(), 0, 0);
        let mut last = 0;
        for time in [Timestamp::MIN, Timestamp::MAX, Timestamp::from_ms(1_800_000_000_000), Timestamp::MAX] {
            clock.set(time);
            let id = ids.next();
            assert!(id > last, "{time}: {id}");
            last = id;
        }
    }

    #[test]
    fn how_far_ids_are_ahead_of_the_clock_is_known() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        let ids = Snowflakes::new(clock.clone(), 0, 0);
        ids.next();
        assert_eq!(ids.ahead(), Duration::ZERO);
        clock.set(Timestamp::from_ms(1_799_999_990_000));
        assert_eq!(ids.ahead(), Duration::from_secs(10));
    }

    #[test]
    fn ids_rise_when_the_clock_stands_still_or_goes_back() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        let ids = Snowflakes::new(clock.clone(), 7, 0);
        let mut last = 0;
        for step in 0..20_000 {
            if step == 10_000 {
                clock.set(Timestamp::from_ms(1_700_000_000_000));
            }
            let id = ids.next();
            assert!(id > last);
            last = id;
        }
    }

    #[test]
    fn ids_go_on_above_what_is_stored() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        let stored = Snowflakes::new(clock.clone(), 1023, 0).next();
        clock.set(Timestamp::from_ms(1_600_000_000_000));
        assert!(Snowflakes::new(clock, 0, stored).next() > stored);
    }

    #[test]
    fn an_id_tells_its_time() {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_123));
        assert_eq!(time_of(Snowflakes::new(clock, 0, 0).next()).as_ms(), 1_800_000_000_123);
    }
}
