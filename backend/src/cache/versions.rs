//! Per-channel version counters that invalidate cached pages.
//!
//! Invariant: data read after a version is current or newer as long as the version is unchanged.
//!
//! Channels share counters, so that their number is bounded: a change of one channel may invalidate cached pages of another,
//! which costs a query and nothing else.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::kernel::ChannelId;

const COUNTERS: usize = 256;

#[derive(Debug)]
pub(super) struct Versions([AtomicU64; COUNTERS]);

impl Default for Versions {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; COUNTERS])
    }
}

impl Versions {
    fn of(&self, channel: ChannelId) -> &AtomicU64 {
        // The upper bits of an id are its time, which differs between channels.
        let place = (channel.get() >> 22).cast_unsigned();
        &self.0[usize::try_from(place).unwrap_or_default() % COUNTERS]
    }

    pub(super) fn current(&self, channel: ChannelId) -> u64 {
        self.of(channel).load(Ordering::Acquire)
    }

    pub(super) fn outdate(&self, channel: ChannelId) {
        self.of(channel).fetch_add(1, Ordering::Release);
    }
}
