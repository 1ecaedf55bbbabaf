//! The way to the writer: a bounded queue.

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

/// Write jobs that may wait. When it is full, callers are told to come again instead of waiting without end.
const QUEUE: usize = 1024;

/// Hands jobs to the writer. Cloned freely.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn WriteJob>>,
    gauge: Arc<Gauge>,
}

impl Writer {
    /// A handle, with the other end of its queue.
    pub(super) fn new() -> (Self, mpsc::Receiver<Box<dyn WriteJob>>, Arc<Gauge>) {
        let (queue, other_end) = mpsc::channel(QUEUE);
        let gauge = Arc::<Gauge>::default();
        (Self { queue, gauge: gauge.clone() }, other_end, gauge)
    }

    /// Runs a job and waits until it is stored.
    ///
    /// # Errors
    /// What the job refuses; [`DbError::Busy`] when the queue is full or the server stops; [`DbError::NotCommitted`].
    pub async fn run_write<F, T, E>(&self, act: F) -> Result<T, E>
    where
        F: for<'w> FnOnce(&'w mut UnitOfWork) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(ClosureJob { act, request: request::current(), answer }), answered).await
    }

    /// Stores an item, together with those of its kind that wait at the same moment where they can be.
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

    /// Write jobs that wait now.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Whether what is to be written can be stored, as far as is known.
    pub fn storage_health(&self) -> StorageHealth {
        self.gauge.read()
    }

    /// Says that nothing can be stored, before it is tried.
    pub fn begin_read_only(&self) {
        self.gauge.set(StorageHealth::ReadOnly);
    }

    /// Stores nothing more: the files are gone.
    pub fn lose_files(&self) {
        self.gauge.set(StorageHealth::Lost);
        // The writer looks when it wakes; where the queue is full, it is awake.
        let (answer, _) = oneshot::channel();
        let _ = self.queue.try_send(Box::new(ClosureJob { act: does_nothing, request: None, answer }));
    }

    /// Tries whether it can be stored again, if it could not.
    pub async fn probe(&self) {
        if self.storage_health() != StorageHealth::Good
            && self.reaches_the_database().await
            && self.gauge.set(StorageHealth::Good)
        {
            tracing::info!("writes succeed again");
        }
    }

    /// Whether a job comes to its end. A server that has lost the database to another one learns of it here.
    pub async fn reaches_the_database(&self) -> bool {
        let stored: Result<(), DbError> = self.run_write(|uow| Box::pin(uow.conn().probe())).await;
        stored.is_ok()
    }
}

fn does_nothing(_: &mut UnitOfWork) -> BoxFuture<'_, Result<(), DbError>> {
    Box::pin(async { Ok(()) })
}
