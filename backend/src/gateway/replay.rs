//! The queue of a session: unsent events, and before them sent ones that may be replayed.
//!
//! Invariants:
//! - Sequence numbers start at 1 and rise by exactly 1; the number of an entry is its position, so there cannot be a gap.
//! - An entry is removed at the front only: confirmed by the client, or lost when the queue exceeds its bounds. Taking never
//!   skips lost entries; a reader that is behind must be disconnected.
//! - A rewind succeeds only if everything after the given number is still present.
//!
//! Nothing here waits, sends or knows a connection.

use std::collections::VecDeque;

use crate::kernel::limits;

/// An empty queue with more capacity than this releases its memory.
const SMALL: usize = 8;

/// Bounds of a queue.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Entries, sent or not.
    pub entries: usize,
    /// Bytes of all entries.
    pub bytes: usize,
    /// Entries not yet sent.
    pub unsent: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { entries: limits::REPLAY_EVENTS, bytes: limits::REPLAY_BYTES, unsent: limits::UNSENT_EVENTS }
    }
}

#[derive(Debug)]
struct Entry<T> {
    item: T,
    bytes: usize,
}

/// The queue.
#[derive(Debug)]
pub struct Replay<T> {
    bounds: Bounds,
    entries: VecDeque<Entry<T>>,
    /// The number of the first entry, or of the next one if there is none.
    first: u64,
    /// The number of the last entry that was taken; 0 is none.
    sent: u64,
    bytes: usize,
}

/// Why a session cannot resume from a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewindError {
    /// The number was never sent.
    Ahead,
    /// Some of the later entries are lost.
    Lost,
}

impl<T> Default for Replay<T> {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl<T> Replay<T> {
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, entries: VecDeque::new(), first: 1, sent: 0, bytes: 0 }
    }

    /// The greatest number assigned; 0 is none.
    pub fn last(&self) -> u64 {
        self.first + count(self.entries.len()) - 1
    }

    /// Appends an entry. Beyond the bounds the oldest entries are lost. `bytes` 0 is for entries that must not count.
    pub fn push(&mut self, item: T, bytes: usize) {
        self.entries.push_back(Entry { item, bytes });
        self.bytes += bytes;
        while self.entries.len() > self.bounds.entries || self.bytes > self.bounds.bytes {
            self.drop_first();
        }
    }

    /// Entries not yet sent, all entries, and their bytes.
    pub fn load(&self) -> (usize, usize, usize) {
        let unsent = usize::try_from(self.last() - self.sent).unwrap_or(usize::MAX);
        (unsent.min(self.entries.len()), self.entries.len(), self.bytes)
    }

    /// All entries, sent or not.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.item)
    }

    /// Whether too many entries are unsent, or unsent ones are lost.
    pub fn is_behind(&self) -> bool {
        self.sent + 1 < self.first || self.last() - self.sent > count(self.bounds.unsent)
    }

    /// The next entry to send.
    pub fn peek(&self) -> Option<&T> {
        self.entries.get(self.place(self.sent + 1)?).map(|entry| &entry.item)
    }

    pub fn peek_mut(&mut self) -> Option<&mut T> {
        let place = self.place(self.sent + 1)?;
        self.entries.get_mut(place).map(|entry| &mut entry.item)
    }

    /// The next entry to send, with its number; it is marked as sent.
    pub fn take(&mut self) -> Option<(u64, &T)> {
        let place = self.place(self.sent + 1)?;
        self.sent += 1;
        self.entries.get(place).map(|entry| (self.sent, &entry.item))
    }

    /// The client has received everything up to `seq`, which is not replayed any more.
    pub fn confirm(&mut self, seq: u64) {
        let seq = seq.min(self.sent);
        while self.first <= seq && !self.entries.is_empty() {
            self.drop_first();
        }
        if self.entries.is_empty() && self.entries.capacity() > SMALL {
            self.entries = VecDeque::new();
        }
    }

    /// Rewinds to the client's position: everything after `seq` becomes unsent, everything up to it is confirmed.
    ///
    /// # Errors
    /// If `seq` was never sent, or later entries are lost.
    pub fn rewind(&mut self, seq: u64) -> Result<(), RewindError> {
        if seq > self.sent {
            return Err(RewindError::Ahead);
        }
        if seq + 1 < self.first {
            return Err(RewindError::Lost);
        }
        self.confirm(seq);
        self.sent = seq;
        Ok(())
    }

    /// Drops unsent entries that fail the test, which may change them, and closes the gaps. Only after a rewind: no dropped or
    /// renumbered entry may have reached the client.
    pub fn retain_unsent(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        debug_assert_eq!(self.sent + 1, self.first, "all entries are unsent after a rewind");
        self.entries.retain_mut(|entry| {
            let keeps = keep(&mut entry.item);
            self.bytes -= if keeps { 0 } else { entry.bytes };
            keeps
        });
    }

    fn place(&self, seq: u64) -> Option<usize> {
        usize::try_from(seq.checked_sub(self.first)?).ok().filter(|place| *place < self.entries.len())
    }

    fn drop_first(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= entry.bytes;
            self.first += 1;
        }
    }
}

/// The bounds of queues are far below what either type holds.
fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
