//! Versions: by which whoever keeps something that was read of a channel's messages knows that it is not what is stored any more.
//!
//! Invariant: who asks for the version first and reads then, has what is stored as long as the version is the same, or something newer.
//!
//! Channels share counters, so that there are few of them whatever the number of channels: a change of one may outdate what is kept of
//! another, which costs a read and nothing else.

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
        // The upper bits of an id are its time, which differs from channel to channel.
        let place = (channel.get() >> 22).rem_euclid(COUNTERS as i64);
        &self.0[usize::try_from(place).expect("it is not negative")]
    }

    pub(super) fn current(&self, channel: ChannelId) -> u64 {
        self.of(channel).load(Ordering::Acquire)
    }

    pub(super) fn outdate(&self, channel: ChannelId) {
        self.of(channel).fetch_add(1, Ordering::Release);
    }
}
