//! The memory budget for objects serialized when they are sent: guilds of the initial state, and members.
//!
//! Invariants: all connections together hold at most [`limits::DESCRIBED_BYTES_OF_ALL`] of unread serialized objects; beyond that
//! a connection waits for permits before it serializes. A client that reads nothing is closed, so permits always become free.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::kernel::limits;

/// Approximate encoded size of a member with a presence, a channel or a role.
pub const THING_BYTES: usize = 400;
/// Size that needs no permit: what a connection may have in flight at any time.
const SMALL: usize = 16 * 1024;
/// Bytes of a permit.
const BYTES: usize = 1024;

type Acquire = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>>>>;

/// The whole budget.
#[must_use]
pub fn of_all() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(limits::DESCRIBED_BYTES_OF_ALL / BYTES))
}

/// The share of one connection.
pub struct Room {
    of_all: Arc<Semaphore>,
    had: Option<OwnedSemaphorePermit>,
    acquire: Option<Acquire>,
}

impl Room {
    pub const fn new(of_all: Arc<Semaphore>) -> Self {
        Self { of_all, had: None, acquire: None }
    }

    /// Whether so many bytes are available. If not, the task is woken when they are.
    pub fn takes(&mut self, bytes: usize, task: &mut Context<'_>) -> bool {
        if bytes <= SMALL || self.had.is_some() {
            return true;
        }
        let permits = u32::try_from(bytes.min(limits::DESCRIBED_BYTES_OF_ALL) / BYTES).unwrap_or(u32::MAX);
        let acquire = self.acquire.get_or_insert_with(|| Box::pin(self.of_all.clone().acquire_many_owned(permits)));
        let Poll::Ready(had) = acquire.as_mut().poll(task) else { return false };
        (self.acquire, self.had) = (None, had.ok());
        true
    }

    /// The client has read what there was.
    pub fn give_back(&mut self) {
        self.had = None;
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    #[test]
    fn what_is_large_waits_until_others_have_given_their_room_back() {
        let all = of_all();
        let mut task = Context::from_waker(Waker::noop());
        let [mut one, mut other, mut third] = [(); 3].map(|()| Room::new(all.clone()));
        assert!(one.takes(usize::MAX, &mut task), "what is larger than all the room has all of it");
        assert!(!other.takes(SMALL + 1, &mut task));
        assert!(third.takes(SMALL, &mut task), "what is small never waits");
        assert!(one.takes(SMALL + 1, &mut task), "whoever has room has it until it is given back");
        one.give_back();
        assert!(other.takes(SMALL + 1, &mut task));
        drop(other);
        assert_eq!(all.available_permits(), limits::DESCRIBED_BYTES_OF_ALL / BYTES);
    }

    #[test]
    fn a_dropped_waiter_leaves_its_permit_to_others() {
        let all = of_all();
        let mut task = Context::from_waker(Waker::noop());
        let [mut one, mut other, mut third] = [(); 3].map(|()| Room::new(all.clone()));
        assert!(one.takes(usize::MAX, &mut task));
        assert!(!other.takes(usize::MAX, &mut task) && !third.takes(SMALL + 1, &mut task));
        drop(other);
        one.give_back();
        assert!(third.takes(SMALL + 1, &mut task));
    }
}
