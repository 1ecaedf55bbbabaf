//! The writer: it takes jobs from its queue and commits them in groups.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};

use super::{
    Effect, Hooks, Publisher, Savepoint, StorageHealth, UnitOfWork, Writer,
    job::{Done, WriteJob},
    kind::JobTimes,
    storage_health::Gauge,
    unsettled::Unsettled,
    wake_queue::GroupWakeQueue,
};
use crate::{
    cache::Cache,
    db::{Conn, Db, DbError, Outcome},
    kernel::{Clock, snowflake::Snowflakes},
    observe::metrics,
};

/// Write jobs of one commit.
const GROUP: usize = 256;
/// After the time limit of a group, delay before callers get an error if its outcome is still unknown.
const ASKING: Duration = Duration::from_millis(400);

/// The other end.
pub struct WriterTask {
    queue: mpsc::Receiver<Box<dyn WriteJob>>,
    /// Jobs before the queue: the rest of a job, and a job that could not be merged with the one before it.
    ahead: VecDeque<Box<dyn WriteJob>>,
    db: Db,
    clock: Clock,
    cache: Arc<Cache>,
    ids: Arc<Snowflakes>,
    publisher: Arc<Publisher>,
    hooks: Arc<[&'static Hooks]>,
    gauge: Arc<Gauge>,
    wake_queue: GroupWakeQueue,
    times: JobTimes,
    /// The last group, while its outcome is unknown.
    unsettled: Option<Unsettled>,
    /// Why nothing more may be written.
    broken: Option<DbError>,
}

impl WriterTask {
    pub fn new(db: Db, clock: Clock, cache: Arc<Cache>, ids: Arc<Snowflakes>, publisher: Arc<Publisher>) -> (Writer, Self) {
        let (writer, queue, gauge) = Writer::new();
        let task = Self {
            queue,
            ahead: VecDeque::new(),
            db,
            clock,
            cache,
            ids,
            publisher,
            hooks: Arc::default(),
            gauge,
            wake_queue: GroupWakeQueue::new(),
            times: JobTimes::default(),
            unsettled: None,
            broken: None,
        };
        (writer, task)
    }

    /// With what features do when something happens in another one.
    pub fn with_hooks(self, hooks: impl Iterator<Item = &'static Hooks>) -> Self {
        Self { hooks: hooks.collect(), ..self }
    }

    /// Runs until `stop` is sent or dropped; queued jobs are still written.
    ///
    /// # Errors
    /// If the disk has failed, another process writes to the database, or the outcome of a commit is unknown. Queued jobs are
    /// dropped, which their callers see as "not committed".
    pub async fn run(mut self, stop: oneshot::Receiver<()>) -> Result<(), DbError> {
        let mut idle: Option<UnitOfWork> = None;
        let mut stop = std::pin::pin!(stop.fuse());
        loop {
            // Runs last, so that a client receives events and its response together.
            self.wake_queue.wake(!self.waits_for_none(), Instant::now());
            let first = tokio::select! {
                biased;
                job = self.first() => job,
                _ = &mut stop => {
                    self.queue.close();
                    continue;
                }
            };
            let Some(first) = first else { return Ok(()) };
            if self.gauge.read() == StorageHealth::Lost {
                return Err(save(idle).await);
            }
            let first = self.joined(first);
            let deadline = self.db.group_limit().map(|limit| Instant::now() + limit);
            let ready = match idle.take() {
                Some(uow) => Ok(uow),
                None => in_time(deadline, self.connect()).await,
            };
            // Without a connection the job is dropped, too.
            match ready {
                Ok(uow) => idle = self.group(uow, first, deadline).await,
                Err(error) => drop(self.note(error, "no connection to write with")),
            }
            if let Some(error) = self.broken.take() {
                return Err(error);
            }
        }
    }

    /// The next job, once there is one. Cancellation loses none.
    async fn first(&mut self) -> Option<Box<dyn WriteJob>> {
        match self.ahead.pop_front() {
            Some(job) => Some(job),
            None => self.queue.recv().await,
        }
    }

    /// A write connection. The outcome of the previous group is known by then.
    async fn connect(&mut self) -> Result<UnitOfWork, DbError> {
        let mut conn = self.db.write().await?;
        if let Some(transaction) = self.unsettled.as_ref().map(|group| group.transaction) {
            let outcome = conn.outcome(transaction).await?;
            tracing::warn!(?outcome, "the answer to a commit was lost; its outcome was queried");
            match (self.unsettled.take(), outcome) {
                (Some(group), Outcome::Committed) => {
                    let (effects, ran) = group.committed();
                    self.run_effects(effects, ran);
                }
                (group, _) => drop(group.map(Unsettled::aborted)),
            }
        }
        Ok(self.uow_with(conn))
    }

    /// Records and logs why something was not stored. Returns the error for the callers.
    fn note(&mut self, error: DbError, what: &str) -> DbError {
        let error = self.db.cause(error);
        // While the disk is full, each second brings the same error.
        if self.gauge.note(&error) {
            tracing::error!(%error, "{what}");
        }
        match error {
            DbError::Full => DbError::Full,
            DbError::ReadOnly => DbError::ReadOnly,
            DbError::Silent => {
                // Callers have waited as long as the group.
                self.refuse_waiting();
                DbError::NotCommitted
            }
            DbError::Disk(_) | DbError::TakenOver | DbError::Unknown => {
                self.broken = Some(error);
                DbError::NotCommitted
            }
            _ => DbError::NotCommitted,
        }
    }

    fn refuse_waiting(&mut self) {
        self.ahead.clear();
        while self.queue.try_recv().is_ok() {}
    }

    fn uow_with(&self, conn: Conn) -> UnitOfWork {
        UnitOfWork {
            conn,
            clock: self.clock.clone(),
            cache: self.cache.clone(),
            ids: self.ids.clone(),
            effects: Vec::new(),
            savepoint: Savepoint::default(),
            hooks: self.hooks.clone(),
        }
    }

    /// Runs a group and settles it. Returns the connection unless it is broken.
    async fn group(&mut self, mut uow: UnitOfWork, first: Box<dyn WriteJob>, deadline: Option<Instant>) -> Option<UnitOfWork> {
        uow.savepoint = Savepoint::default();
        let (began, health) = (Instant::now(), self.gauge.read());
        let (mut ran, mut jobs) = (Vec::new(), 0);
        let ended = in_time(deadline, self.run_jobs(&mut uow, first, (&mut ran, &mut jobs))).await;
        if let Err(error) = ended {
            return self.fail(uow, ran, error).await;
        }
        let uow = self.settle(uow, ran, (jobs, deadline)).await?;
        self.wake_queue.group_took(began.elapsed());
        if health != StorageHealth::ReadOnly {
            return Some(uow);
        }
        // It may have been opened read-only. The next one shows whether it still must be.
        uow.conn.discard().await;
        None
    }

    /// Starts a transaction and runs the queued jobs in it.
    async fn run_jobs(
        &mut self,
        uow: &mut UnitOfWork,
        first: Box<dyn WriteJob>,
        (ran, jobs): (&mut Vec<Box<dyn Done>>, &mut usize),
    ) -> Result<(), DbError> {
        if self.db.is_lost() {
            return Err(DbError::TakenOver);
        }
        let health = self.gauge.read();
        let is_its_own =
            health == StorageHealth::Good && first.is_brief() && self.waits_for_none() && uow.conn.rolls_back_single_statements();
        let began = Instant::now();
        match health {
            _ if is_its_own => {}
            StorageHealth::ReadOnly => uow.begin_reading().await?,
            StorageHealth::Good | StorageHealth::Full | StorageHealth::Away | StorageHealth::Lost => uow.begin().await?,
        }
        metrics().waited_for_lock(began.elapsed());
        // Half of the time limit of a group is for the jobs it started with.
        let latest = self.db.group_limit().map(|limit| began + limit / 2);
        let mut next = Some(first);
        while let Some(job) = next {
            let (size, waiting) = (job.size(), self.ahead.len());
            ran.push(self.timed(uow, job).await?);
            let left = if self.ahead.len() > waiting { self.ahead.front().map_or(0, |rest| rest.size()) } else { 0 };
            *jobs += size - left;
            let structural = uow.effects.iter().any(|effect| matches!(effect, Effect::Change(change) if change.is_structural()));
            // A job that was its own transaction is stored by now, so it does not wait for another one. And while nothing can be
            // stored, a job that only reads must not fail with the others.
            let alone = structural || !uow.savepoint.is_begun() || health != StorageHealth::Good;
            let is_late = latest.is_some_and(|latest| Instant::now() >= latest);
            next = if alone || is_late || *jobs >= GROUP { None } else { self.waiting_job() };
        }
        Ok(())
    }

    /// Runs one job and records its duration.
    async fn timed(&mut self, uow: &mut UnitOfWork, job: Box<dyn WriteJob>) -> Result<Box<dyn Done>, DbError> {
        let (kind, began) = (job.type_name(), Instant::now());
        uow.begin_job(job.is_brief()).await?;
        let effects = uow.effects.len();
        let (done, rest) = job.run_write(uow).await;
        if let Some(rest) = rest {
            self.ahead.push_front(rest);
        }
        self.times.note(kind, began);
        kept_or_undone(uow, done, effects).await
    }

    /// The oldest queued job, with those directly behind it that can be merged.
    fn waiting_job(&mut self) -> Option<Box<dyn WriteJob>> {
        let job = self.ahead.pop_front().or_else(|| self.queue.try_recv().ok())?;
        Some(self.joined(job))
    }

    fn joined(&mut self, mut job: Box<dyn WriteJob>) -> Box<dyn WriteJob> {
        while self.ahead.is_empty() && job.size() < GROUP {
            let Ok(next) = self.queue.try_recv() else { break };
            self.ahead.extend(job.join(next));
        }
        job
    }

    fn waits_for_none(&self) -> bool {
        self.ahead.is_empty() && self.queue.is_empty()
    }

    /// Commits a group, runs its effects and answers the callers. Returns the connection unless it is broken.
    async fn settle(
        &mut self,
        mut uow: UnitOfWork,
        ran: Vec<Box<dyn Done>>,
        (jobs, deadline): (usize, Option<Instant>),
    ) -> Option<UnitOfWork> {
        let transaction = uow.conn.take_transaction();
        // A group in which every job failed has nothing to commit.
        let ended = if !uow.savepoint.is_begun() {
            Ok(())
        } else if ran.iter().any(|done| done.succeeded()) {
            match (in_time(deadline, commit(&mut uow, jobs)).await, transaction) {
                (Err(error), Some(transaction)) if !matches!(error, DbError::NotCommitted) => {
                    let for_callers =
                        error.of_the_disk().map_or(DbError::NotCommitted, |error| self.note(error, "a commit failed"));
                    let group = Unsettled::new(transaction, std::mem::take(&mut uow.effects), ran, for_callers);
                    uow.conn.discard().await;
                    return self.ask_for_outcome(group, deadline).await;
                }
                (ended, _) => ended,
            }
        } else {
            in_time(deadline, uow.conn.rollback()).await
        };
        if let Err(error) = ended {
            return self.fail(uow, ran, error).await;
        }
        self.run_effects(std::mem::take(&mut uow.effects), ran);
        Some(uow)
    }

    /// Runs the effects of stored jobs in order, and answers the callers.
    fn run_effects(&mut self, effects: Vec<Effect>, ran: Vec<Box<dyn Done>>) {
        self.publisher.run(effects, &mut self.wake_queue.queue);
        for done in ran {
            // For a job that was its own transaction, the error is in the job itself.
            if let Some(error) = done.error() {
                self.note(error, "a write job failed");
            }
            done.answer(None);
        }
    }

    /// A COMMIT was not answered. Returns another connection, once the outcome is known.
    async fn ask_for_outcome(&mut self, group: Unsettled, deadline: Option<Instant>) -> Option<UnitOfWork> {
        metrics().commits_lost.inc();
        self.unsettled = Some(group);
        match in_time(deadline.map(|deadline| deadline + ASKING), self.connect()).await {
            Ok(uow) => Some(uow),
            Err(error) => {
                if let Some(group) = &mut self.unsettled {
                    group.is_too_late();
                }
                drop(self.note(error, "the outcome of a commit is not known yet"));
                None
            }
        }
    }

    /// Nothing of the group is stored. The connection's state is unknown, so it is dropped too.
    async fn fail(&mut self, uow: UnitOfWork, ran: Vec<Box<dyn Done>>, error: DbError) -> Option<UnitOfWork> {
        metrics().commits_failed.inc();
        let for_callers = self.note(error, "a group of writes was not committed");
        for done in ran {
            done.answer(Some(for_callers.for_caller()));
        }
        uow.conn.discard().await;
        None
    }
}

/// Rescues data when files are gone: if the database file itself is still in place, the log is checkpointed into it.
async fn save(idle: Option<UnitOfWork>) -> DbError {
    if let Some(mut uow) = idle
        && let Err(error) = uow.conn.fold_log().await
    {
        tracing::error!(%error, "the write-ahead log was not checkpointed");
    }
    DbError::FilesGone
}

/// After the deadline, if there is one, the group is abandoned: the database does not answer.
async fn in_time<T>(deadline: Option<Instant>, act: impl Future<Output = Result<T, DbError>>) -> Result<T, DbError> {
    match deadline {
        None => act.await,
        Some(deadline) => tokio::time::timeout_at(deadline.into(), act).await.unwrap_or(Err(DbError::Silent)),
    }
}

/// Commits a group of so many jobs.
async fn commit(uow: &mut UnitOfWork, jobs: usize) -> Result<(), DbError> {
    let began = Instant::now();
    let committed = uow.conn.commit().await;
    metrics().commit_seconds.observe(began.elapsed().as_secs_f64());
    metrics().commit_jobs.observe(jobs as f64);
    committed
}

/// The steps of a failed job from this one on are rolled back, the other jobs of its group remain.
async fn kept_or_undone(uow: &mut UnitOfWork, done: Box<dyn Done>, effects: usize) -> Result<Box<dyn Done>, DbError> {
    if !done.succeeded() {
        uow.effects.truncate(effects);
        if let Err(error) = uow.rollback_job().await {
            // It has the most specific error.
            let cause = done.error().unwrap_or(error);
            done.answer(None);
            return Err(cause);
        }
    }
    Ok(done)
}
