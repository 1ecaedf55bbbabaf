//! The tasks to wake for published events, and when they are woken.
//!
//! Invariant: every task is woken, at the latest when the queue is dropped, and once for all events until then.

use std::{
    task::Waker,
    time::{Duration, Instant},
};

/// While groups follow each other without a pause, clients are woken for several groups at once, after at most this time.
const HELD: Duration = Duration::from_millis(4);

/// Tasks that have something to send and are not woken yet.
#[derive(Debug, Default)]
#[must_use = "the tasks are woken when it is dropped"]
pub struct WakeQueue(Vec<Waker>);

impl WakeQueue {
    /// Subscribers add the tasks that have something to send.
    pub fn wakers(&mut self) -> &mut Vec<Waker> {
        &mut self.0
    }

    pub fn wake(&mut self) {
        self.0.drain(..).for_each(Waker::wake);
    }
}

impl Drop for WakeQueue {
    fn drop(&mut self) {
        self.wake();
    }
}

/// The tasks to wake, over several groups. A socket write is the largest cost of an event, and costs about the same for three
/// events as for one.
#[derive(Debug)]
pub struct GroupWakeQueue {
    pub queue: WakeQueue,
    woken_at: Instant,
    /// Time that the last group took.
    group_took: Duration,
}

impl GroupWakeQueue {
    pub fn new() -> Self {
        Self { queue: WakeQueue::default(), woken_at: Instant::now(), group_took: Duration::ZERO }
    }

    /// Records how long a group took, including its answers.
    pub fn group_took(&mut self, time: Duration) {
        self.group_took = time;
    }

    /// Wakes the tasks, unless another group follows and will end soon enough.
    pub fn wake(&mut self, another_follows: bool, now: Instant) {
        if !another_follows || now.duration_since(self.woken_at) + self.group_took > HELD {
            self.queue.wake();
            self.woken_at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use futures_util::task::{ArcWake, waker};

    use super::*;

    #[derive(Default)]
    struct Client(AtomicUsize);

    impl ArcWake for Client {
        fn wake_by_ref(client: &Arc<Self>) {
            client.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Wakes of a client after a group of this duration, at this time after the previous wake.
    fn wakes(another_follows: bool, since: Duration, group_took: Duration) -> usize {
        let client = Arc::<Client>::default();
        let mut groups = GroupWakeQueue::new();
        groups.queue.wakers().push(waker(client.clone()));
        groups.group_took(group_took);
        groups.wake(another_follows, groups.woken_at + since);
        client.0.load(Ordering::Relaxed)
    }

    const SHORT: Duration = Duration::from_micros(100);

    #[test]
    fn a_task_is_woken_at_once_when_nothing_else_waits() {
        assert_eq!(wakes(false, Duration::ZERO, SHORT), 1);
    }

    #[test]
    fn a_task_woken_between_batches_waits_briefly_for_the_next() {
        assert_eq!(wakes(true, Duration::ZERO, SHORT), 0);
        assert_eq!(wakes(true, HELD, SHORT), 1);
    }

    #[test]
    fn nobody_waits_for_a_group_that_will_be_slow() {
        assert_eq!(wakes(true, Duration::ZERO, HELD * 2), 1);
    }

    #[test]
    fn who_waits_is_woken_when_the_writer_ends() {
        let client = Arc::<Client>::default();
        let mut groups = GroupWakeQueue::new();
        groups.queue.wakers().push(waker(client.clone()));
        groups.wake(true, groups.woken_at);
        assert_eq!(client.0.load(Ordering::Relaxed), 0);
        drop(groups);
        assert_eq!(client.0.load(Ordering::Relaxed), 1);
    }
}
