//! Slow work, such as on a password: done in the order in which it comes, by few threads that stand back behind those that answer.
//!
//! Invariant: what waits is bounded in number and time. What comes beyond it is refused at once.
//!
//! The threads stay, so that the next task begins without a thread to be made, and with the one that does it standing back already.

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

/// Tasks that may wait for their job.
const MAX_WAITING: usize = 64;
/// Nobody looks at a form longer.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// How far the threads stand back, as niceness: on a machine that is busy with sessions, whoever is in goes on as before.
const STEP_BACK: i32 = 10;

type Task = Box<dyn FnOnce() + Send>;

/// The way to the threads. They end when it is dropped.
#[derive(Debug)]
pub struct BlockingPool {
    queue: mpsc::Sender<Task>,
    taken: AtomicU64,
}

impl BlockingPool {
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(threads: usize) -> io::Result<Self> {
        let (queue, tasks) = mpsc::channel(MAX_WAITING);
        let tasks = Arc::new(Mutex::new(tasks));
        for _ in 0..threads {
            let tasks = tasks.clone();
            std::thread::Builder::new().name("blocking-pool".to_owned()).spawn(move || run_tasks(&tasks))?;
        }
        Ok(Self { queue, taken: AtomicU64::new(0) })
    }

    /// Whether an task would be refused now.
    pub fn is_full(&self) -> bool {
        self.queue.capacity() == 0
    }

    /// Tasks that wait now.
    pub fn waiting(&self) -> usize {
        MAX_WAITING - self.queue.capacity()
    }

    /// Tasks that were taken in since the start.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Does an task of work in its job; `None` if it panicked, which is logged.
    ///
    /// # Errors
    /// 503 when too many wait, or when it waited too long.
    pub async fn run<T: Send + 'static>(&self, task: impl FnOnce() -> T + Send + 'static) -> Result<Option<T>, ApiError> {
        let (answer, answered) = oneshot::channel();
        let latest = Instant::now() + MAX_WAIT;
        let task = move || {
            // Nobody may be waiting any more. What waited longest is first, so whoever waits too long is told at the end of one task.
            if !answer.is_closed() && Instant::now() <= latest {
                let _ = answer.send(catch_unwind(AssertUnwindSafe(task)).ok());
            }
        };
        self.queue.try_send(Box::new(task)).map_err(|_| ApiError::unavailable())?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        answered.await.map_err(|_| ApiError::unavailable())
    }
}

/// Works off what comes, until nothing can come any more.
fn run_tasks(tasks: &Mutex<mpsc::Receiver<Task>>) {
    // A thread may always step back. Where it cannot, it works like all others.
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
