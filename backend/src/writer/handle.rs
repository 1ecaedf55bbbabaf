//! Handles of the writer, with its bounded queue.

use std::{sync::Arc, time::Instant};

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::{
    StorageHealth, UnitOfWork,
    batch::{Batch, BatchItem},
    job::{ClosureJob, WriteJob},
    storage_health::Gauge,
};
use crate::{
    db::DbError,
    observe::{metrics, request},
};

/// Write jobs that may wait. When the queue is full, callers are refused at once.
const QUEUE: usize = 1024;

/// A handle that queues write jobs. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn WriteJob>>,
    gauge: Arc<Gauge>,
}

impl Writer {
    /// A handle, with the receiving end of its queue.
    pub(super) fn new() -> (Self, mpsc::Receiver<Box<dyn WriteJob>>, Arc<Gauge>) {
        let (queue, other_end) = mpsc::channel(QUEUE);
        let gauge = Arc::<Gauge>::default();
        (Self { queue, gauge: gauge.clone() }, other_end, gauge)
    }

    /// Runs a write job and waits until it is stored.
    ///
    /// # Errors
    /// The job's own errors; [`DbError::Busy`] if the queue is full or the server stops; [`DbError::NotCommitted`].
    pub async fn run_write<F, T, E>(&self, act: F) -> Result<T, E>
    where
        F: for<'w> FnOnce(&'w mut UnitOfWork) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(ClosureJob { act, request: request::current(), answer }), answered).await
    }

    /// Stores an item, together with the waiting items of its kind where that is possible.
    ///
    /// # Errors
    /// As [`Writer::run_write`].
    pub async fn store<I: BatchItem>(&self, item: I) -> Result<I::Out, I::Error> {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(Batch::of(item, answer)), answered).await
    }

    async fn queued<T, E: From<DbError>>(
        &self,
        job: Box<dyn WriteJob>,
        answered: oneshot::Receiver<Result<T, E>>,
    ) -> Result<T, E> {
        let began = Instant::now();
        self.queue.try_send(job).map_err(|_| {
            metrics().writes_refused.inc();
            DbError::Busy
        })?;
        let result = answered.await.unwrap_or_else(|_| Err(DbError::NotCommitted.into()));
        metrics().ack_seconds.observe(began.elapsed().as_secs_f64());
        result
    }

    /// The number of waiting write jobs.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Whether writes can be stored, as far as known.
    pub fn storage_health(&self) -> StorageHealth {
        self.gauge.read()
    }

    /// Declares the storage read-only without a failed write.
    pub fn begin_read_only(&self) {
        self.gauge.set(StorageHealth::ReadOnly);
    }

    /// Ends the writer: the database files are gone.
    pub fn lose_files(&self) {
        self.gauge.set(StorageHealth::Lost);
        // The writer checks when it wakes; with a full queue it is awake.
        let (answer, _) = oneshot::channel();
        let _ = self.queue.try_send(Box::new(ClosureJob { act: does_nothing, request: None, answer }));
    }

    /// Checks whether writes can be stored again.
    pub async fn probe(&self) {
        if self.storage_health() != StorageHealth::Good
            && self.reaches_the_database().await
            && self.gauge.set(StorageHealth::Good)
        {
            tracing::info!("writes succeed again");
        }
    }

    /// Whether a job completes. A server that lost the database to another one notices it here.
    pub async fn reaches_the_database(&self) -> bool {
        let stored: Result<(), DbError> = self.run_write(|uow| Box::pin(uow.conn().probe())).await;
        stored.is_ok()
    }
}

fn does_nothing(_: &mut UnitOfWork) -> BoxFuture<'_, Result<(), DbError>> {
    Box::pin(async { Ok(()) })
}
