//! The way to the writer: a bounded queue.

use std::{sync::Arc, time::Instant};

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::{
    Condition, Work,
    batch::{Batch, BatchItem},
    condition::Gauge,
    turn::{Job, Turn},
};
use crate::{
    db::Failure,
    observe::{metrics, request},
};

/// Turns that may wait. When it is full, callers are told to come again instead of waiting without end.
const QUEUE: usize = 1024;

/// Hands turns to the writer. Cloned freely.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Turn>>,
    gauge: Arc<Gauge>,
}

impl Writer {
    /// A handle, with the other end of its queue.
    pub(super) fn new() -> (Self, mpsc::Receiver<Box<dyn Turn>>, Arc<Gauge>) {
        let (queue, other_end) = mpsc::channel(QUEUE);
        let gauge = Arc::<Gauge>::default();
        (Self { queue, gauge: gauge.clone() }, other_end, gauge)
    }

    /// Runs a turn and waits until it is stored.
    ///
    /// # Errors
    /// What the turn refuses; [`Failure::Busy`] when the queue is full or the server stops; [`Failure::NotCommitted`].
    pub async fn run<F, T, E>(&self, act: F) -> Result<T, E>
    where
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(Job { act, request: request::current(), answer }), answered).await
    }

    /// Stores an item, together with those of its kind that wait at the same moment where they can be.
    ///
    /// # Errors
    /// As [`Writer::run`].
    pub async fn store<I: BatchItem>(&self, item: I) -> Result<I::Out, I::Error> {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(Batch::of(item, answer)), answered).await
    }

    async fn queued<T, E: From<Failure>>(&self, turn: Box<dyn Turn>, answered: oneshot::Receiver<Result<T, E>>) -> Result<T, E> {
        let began = Instant::now();
        self.queue.try_send(turn).map_err(|_| {
            metrics().writes_refused.inc();
            Failure::Busy
        })?;
        let result = answered.await.unwrap_or_else(|_| Err(Failure::NotCommitted.into()));
        metrics().ack_seconds.observe(began.elapsed().as_secs_f64());
        result
    }

    /// Turns that wait now.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Whether what is to be written can be stored, as far as is known.
    pub fn condition(&self) -> Condition {
        self.gauge.read()
    }

    /// Says that nothing can be stored, before it is tried.
    pub fn begin_read_only(&self) {
        self.gauge.set(Condition::ReadOnly);
    }

    /// Stores nothing more: the files are gone.
    pub fn lose_files(&self) {
        self.gauge.set(Condition::Lost);
        // The writer looks when it wakes; where the queue is full, it is awake.
        let (answer, _) = oneshot::channel();
        let _ = self.queue.try_send(Box::new(Job { act: does_nothing, request: None, answer }));
    }

    /// Tries whether it can be stored again, if it could not.
    pub async fn probe(&self) {
        if self.condition() != Condition::Good && self.reaches_the_database().await && self.gauge.set(Condition::Good) {
            tracing::info!("writes succeed again");
        }
    }

    /// Whether a turn comes to its end. A server that has lost the database to another one learns of it here.
    pub async fn reaches_the_database(&self) -> bool {
        let stored: Result<(), Failure> = self.run(|work| Box::pin(work.conn().probe())).await;
        stored.is_ok()
    }
}

fn does_nothing(_: &mut Work) -> BoxFuture<'_, Result<(), Failure>> {
    Box::pin(async { Ok(()) })
}
