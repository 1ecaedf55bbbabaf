//! Room for what is described to clients when it is sent: first pictures of guilds, and answers about members.
//!
//! Invariants: all connections together hold at most [`limits::DESCRIBED_BYTES_OF_ALL`] of it that their clients have not taken yet; a
//! connection that finds no room waits its turn, and nothing is described before it has come. A client that takes nothing is closed, so
//! everybody's turn comes.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::kernel::limits;

/// A member with a presence, a channel or a role is described in about so many bytes.
pub const THING_BYTES: usize = 400;
/// So much takes no turn: it is as much as a connection may have on its way at any time.
const SMALL: usize = 16 * 1024;
/// In a permit.
const BYTES: usize = 1024;

type Acquire = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>>>>;

/// All the room there is.
#[must_use]
pub fn of_all() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(limits::DESCRIBED_BYTES_OF_ALL / BYTES))
}

/// What one connection has of it.
pub struct Room {
    of_all: Arc<Semaphore>,
    had: Option<OwnedSemaphorePermit>,
    acquire: Option<Acquire>,
}

impl Room {
    pub const fn new(of_all: Arc<Semaphore>) -> Self {
        Self { of_all, had: None, acquire: None }
    }

    /// Whether there is room for so many bytes. If not, the task is woken when there is.
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

    /// The client has taken what there was.
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
