//! A pool of threads for slow computations, such as password hashing, in the order of their arrival and at low priority.
//!
//! Invariant: the queue is bounded in length and time. Tasks beyond it are refused at once.
//!
//! The threads are permanent, so a task waits for no thread to start and runs at low priority from the beginning.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::kernel::ApiError;

/// Maximum number of queued tasks.
const MAX_WAITING: usize = 64;
/// How long a user may wait for a form.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Niceness of the threads: many sign-ins at once do not slow down those who are signed in.
const STEP_BACK: i32 = 10;

type Task = Box<dyn FnOnce() + Send>;

/// The pool. Its threads end when it is dropped.
#[derive(Debug)]
pub struct BlockingPool {
    queue: mpsc::Sender<Task>,
    taken: AtomicU64,
}

impl BlockingPool {
    /// # Errors
    /// If a thread cannot be started.
    pub fn start(threads: usize) -> io::Result<Self> {
        let (queue, tasks) = mpsc::channel(MAX_WAITING);
        let tasks = Arc::new(Mutex::new(tasks));
        for _ in 0..threads {
            let tasks = tasks.clone();
            std::thread::Builder::new().name("blocking-pool".to_owned()).spawn(move || run_tasks(&tasks))?;
        }
        Ok(Self { queue, taken: AtomicU64::new(0) })
    }

    /// Whether a task would be refused now.
    pub fn is_full(&self) -> bool {
        self.queue.capacity() == 0
    }

    /// The number of waiting tasks.
    pub fn waiting(&self) -> usize {
        MAX_WAITING - self.queue.capacity()
    }

    /// The number of tasks accepted since the start.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Runs a task; `None` if it panicked, which is logged.
    ///
    /// # Errors
    /// 503 if too many tasks wait or it has waited too long.
    pub async fn run<T: Send + 'static>(&self, task: impl FnOnce() -> T + Send + 'static) -> Result<Option<T>, ApiError> {
        let (answer, answered) = oneshot::channel();
        let latest = Instant::now() + MAX_WAIT;
        let task = move || {
            // The caller may be gone. Tasks run in order, so an expired one is dropped after at most one other task.
            if !answer.is_closed() && Instant::now() <= latest {
                let _ = answer.send(catch_unwind(AssertUnwindSafe(task)).ok());
            }
        };
        self.queue.try_send(Box::new(task)).map_err(|_| ApiError::unavailable())?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        answered.await.map_err(|_| ApiError::unavailable())
    }
}

/// Runs tasks until the queue is closed.
fn run_tasks(tasks: &Mutex<mpsc::Receiver<Task>>) {
    // Lowering one's own priority is always permitted; if it fails, the thread runs at normal priority.
    let _ = rustix::process::nice(STEP_BACK);
    let next = || tasks.lock().blocking_recv();
    while let Some(task) = next() {
        task();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[tokio::test]
    async fn past_its_queue_it_refuses_at_once_and_what_is_given_up_makes_room() {
        let pool = BlockingPool::start(1).expect("a thread");
        let (begins, begun) = sync_channel(1);
        let (go, may_go) = sync_channel(1);
        let mut first = Box::pin(pool.run(move || {
            let _ = begins.send(());
            may_go.recv()
        }));
        assert!(futures_util::poll!(&mut first).is_pending());
        begun.recv().expect("it begins");
        let mut waiting: Vec<_> =
            (0..MAX_WAITING).map(|_| Box::pin(pool.run(|| -> () { panic!("nobody waits for it") }))).collect();
        for wait in &mut waiting {
            assert!(futures_util::poll!(wait).is_pending());
        }
        assert!(pool.is_full());
        assert_eq!(pool.run(|| ()).await.expect_err("the queue is full").status, 503);
        drop(waiting);
        go.send(()).expect("it waits");
        assert_eq!(first.await.expect("done"), Some(Ok(())));
        while pool.is_full() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(|| 7).await.expect("there is room again"), Some(7));
    }

    #[tokio::test]
    async fn a_panic_ends_its_own_piece_only() {
        let pool = BlockingPool::start(1).expect("a thread");
        assert_eq!(pool.run(|| -> u8 { panic!("meant") }).await.expect("it had its turn"), None);
        assert_eq!(pool.run(|| 7).await.expect("done"), Some(7));
    }
}
