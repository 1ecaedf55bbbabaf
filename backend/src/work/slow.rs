//! Slow work, such as on a password: done in the order in which it comes, by few threads that stand back behind those that answer.
//!
//! Invariant: what waits is bounded in number and time. What comes beyond it is refused at once.
//!
//! The threads stay, so that the next piece begins without a thread to be made, and with the one that does it standing back already.

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

use crate::kernel::Refusal;

/// Pieces that may wait for their turn.
const MAX_WAITING: usize = 64;
/// Nobody looks at a form longer.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// How far the threads stand back, as niceness: on a machine that is busy with log-ins, whoever is in goes on as before.
const STEP_BACK: i32 = 10;

type Piece = Box<dyn FnOnce() + Send>;

/// The way to the threads. They end when it is dropped.
#[derive(Debug)]
pub struct SlowWork {
    queue: mpsc::Sender<Piece>,
    taken: AtomicU64,
}

impl SlowWork {
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(threads: usize) -> io::Result<Self> {
        let (queue, pieces) = mpsc::channel(MAX_WAITING);
        let pieces = Arc::new(Mutex::new(pieces));
        for _ in 0..threads {
            let pieces = pieces.clone();
            std::thread::Builder::new().name("slow-work".to_owned()).spawn(move || work_off(&pieces))?;
        }
        Ok(Self { queue, taken: AtomicU64::new(0) })
    }

    /// Whether a piece would be refused now.
    pub fn is_full(&self) -> bool {
        self.queue.capacity() == 0
    }

    /// Pieces that wait now.
    pub fn waiting(&self) -> usize {
        MAX_WAITING - self.queue.capacity()
    }

    /// Pieces that were taken in since the start.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Does a piece of work in its turn; `None` if it panicked, which is logged.
    ///
    /// # Errors
    /// 503 when too many wait, or when it waited too long.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<Option<T>, Refusal> {
        let (answer, answered) = oneshot::channel();
        let latest = Instant::now() + MAX_WAIT;
        let piece = move || {
            // Nobody may be waiting any more. What waited longest is first, so whoever waits too long is told at the end of one piece.
            if !answer.is_closed() && Instant::now() <= latest {
                let _ = answer.send(catch_unwind(AssertUnwindSafe(work)).ok());
            }
        };
        self.queue.try_send(Box::new(piece)).map_err(|_| Refusal::unavailable())?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        answered.await.map_err(|_| Refusal::unavailable())
    }
}

/// Works off what comes, until nothing can come any more.
fn work_off(pieces: &Mutex<mpsc::Receiver<Piece>>) {
    // A thread may always step back. Where it cannot, it works like all others.
    let _ = rustix::process::nice(STEP_BACK);
    let next = || pieces.lock().blocking_recv();
    while let Some(piece) = next() {
        piece();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[tokio::test]
    async fn past_its_queue_it_refuses_at_once_and_what_is_given_up_makes_room() {
        let slow = SlowWork::start(1).expect("a thread");
        let (begins, begun) = sync_channel(1);
        let (go, may_go) = sync_channel(1);
        let mut first = Box::pin(slow.run(move || {
            let _ = begins.send(());
            may_go.recv()
        }));
        assert!(futures_util::poll!(&mut first).is_pending());
        begun.recv().expect("it begins");
        let mut waiting: Vec<_> =
            (0..MAX_WAITING).map(|_| Box::pin(slow.run(|| -> () { panic!("nobody waits for it") }))).collect();
        for wait in &mut waiting {
            assert!(futures_util::poll!(wait).is_pending());
        }
        assert!(slow.is_full());
        assert_eq!(slow.run(|| ()).await.expect_err("the queue is full").status, 503);
        drop(waiting);
        go.send(()).expect("it waits");
        assert_eq!(first.await.expect("done"), Some(Ok(())));
        while slow.is_full() {
            tokio::task::yield_now().await;
        }
        assert_eq!(slow.run(|| 7).await.expect("there is room again"), Some(7));
    }

    #[tokio::test]
    async fn a_panic_ends_its_own_piece_only() {
        let slow = SlowWork::start(1).expect("a thread");
        assert_eq!(slow.run(|| -> u8 { panic!("meant") }).await.expect("it had its turn"), None);
        assert_eq!(slow.run(|| 7).await.expect("done"), Some(7));
    }
}
