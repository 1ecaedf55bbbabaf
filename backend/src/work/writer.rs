//! The writer: takes turns from a bounded queue and commits those that wait together.

use std::{sync::Arc, time::Instant};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::{mpsc, oneshot};

use super::{
    Condition, Mark, Publisher, Step, Work,
    batch::{Batch, Piece},
    condition::Gauge,
    kind::JobTimes,
    told::ToldByGroups,
    turn::{Done, Job, Turn},
};
use crate::{
    cache::Cache,
    db::{Db, Failure},
    kernel::{Clock, snowflake::Snowflakes},
    observe::{metrics, request},
};

/// Turns that may wait. When it is full, callers are told to come again instead of waiting without end.
const QUEUE: usize = 1024;
/// Turns of one commit.
const GROUP: usize = 256;

/// Hands turns to the writer. Cloned freely.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Turn>>,
    gauge: Arc<Gauge>,
}

impl Writer {
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

    /// Stores a piece, in one turn with those of its kind that wait at the same moment.
    ///
    /// # Errors
    /// As [`Writer::run`].
    pub async fn store<P: Piece>(&self, piece: P) -> Result<P::Out, P::Error> {
        let (answer, answered) = oneshot::channel();
        self.queued(Box::new(Batch::of(piece, answer)), answered).await
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
        if self.condition() == Condition::Good {
            return;
        }
        let stored: Result<(), Failure> = self.run(|work| Box::pin(work.conn().probe())).await;
        if stored.is_ok() && self.gauge.set(Condition::Good) {
            tracing::info!("writes are stored again");
        }
    }
}

fn does_nothing(_: &mut Work) -> BoxFuture<'_, Result<(), Failure>> {
    Box::pin(async { Ok(()) })
}

/// The other end.
pub struct WriterTask {
    queue: mpsc::Receiver<Box<dyn Turn>>,
    /// A turn that was taken from the queue and could not be done with the one before it.
    ahead: Option<Box<dyn Turn>>,
    db: Db,
    clock: Clock,
    cache: Arc<Cache>,
    ids: Arc<Snowflakes>,
    publisher: Arc<Publisher>,
    gauge: Arc<Gauge>,
    told: ToldByGroups,
    times: JobTimes,
    /// Why nothing more may be written.
    broken: Option<Failure>,
}

impl WriterTask {
    pub fn new(db: Db, clock: Clock, cache: Arc<Cache>, ids: Arc<Snowflakes>, publisher: Arc<Publisher>) -> (Writer, Self) {
        let (sender, queue) = mpsc::channel(QUEUE);
        let gauge = Arc::<Gauge>::default();
        (
            Writer { queue: sender, gauge: gauge.clone() },
            Self {
                queue,
                ahead: None,
                db,
                clock,
                cache,
                ids,
                publisher,
                gauge,
                told: ToldByGroups::new(),
                times: JobTimes::default(),
                broken: None,
            },
        )
    }

    /// Runs until `stop` is told or dropped; what waits by then is still written.
    ///
    /// # Errors
    /// When the disk has failed. What waits then is dropped, which its callers see as "not committed".
    pub async fn run(mut self, stop: oneshot::Receiver<()>) -> Result<(), Failure> {
        let mut kept: Option<Work> = None;
        let mut stop = std::pin::pin!(stop.fuse());
        loop {
            // Last of all, so that who is told of something and answered takes both at once.
            self.told.wake(!self.waits_for_none(), Instant::now());
            let first = tokio::select! {
                biased;
                turn = self.first() => turn,
                _ = &mut stop => {
                    self.queue.close();
                    continue;
                }
            };
            let Some(first) = first else { return Ok(()) };
            if self.gauge.read() == Condition::Lost {
                return Err(save(kept).await);
            }
            let first = self.joined(first);
            let ready = match kept.take() {
                Some(work) => Ok(work),
                None => self.db.write().await.map(|conn| self.work_with(conn)),
            };
            // Without a connection the turn is dropped, too.
            match ready {
                Ok(work) => kept = self.group(work, first).await,
                Err(failure) => drop(self.note(failure, "no connection to write with")),
            }
            if let Some(failure) = self.broken.take() {
                return Err(failure);
            }
        }
    }

    /// The next turn, once there is one. Cancelling it loses none.
    async fn first(&mut self) -> Option<Box<dyn Turn>> {
        match self.ahead.take() {
            Some(turn) => Some(turn),
            None => self.queue.recv().await,
        }
    }

    /// Notes and logs why something was not stored. Yields what its callers are told.
    fn note(&mut self, failure: Failure, what: &str) -> Failure {
        let failure = self.db.cause(failure);
        // While there is no room, each second brings the same failure.
        if self.gauge.note(&failure) {
            tracing::error!(%failure, "{what}");
        }
        match failure {
            Failure::Full => Failure::Full,
            Failure::ReadOnly => Failure::ReadOnly,
            Failure::Disk(_) => {
                self.broken = Some(failure);
                Failure::NotCommitted
            }
            _ => Failure::NotCommitted,
        }
    }

    fn work_with(&self, conn: crate::db::Conn) -> Work {
        Work {
            conn,
            clock: self.clock.clone(),
            cache: self.cache.clone(),
            ids: self.ids.clone(),
            steps: Vec::new(),
            mark: Mark::default(),
        }
    }

    /// Runs a group and settles it. Yields the connection unless it is broken.
    async fn group(&mut self, mut work: Work, first: Box<dyn Turn>) -> Option<Work> {
        work.mark = Mark::default();
        let condition = self.gauge.read();
        let is_its_own =
            condition == Condition::Good && first.is_brief() && self.waits_for_none() && work.conn.undoes_single_statements();
        let began = Instant::now();
        let begun = match condition {
            _ if is_its_own => Ok(()),
            Condition::ReadOnly => work.begin_reading().await,
            Condition::Good | Condition::Full | Condition::Lost => work.begin().await,
        };
        metrics().waited_for_lock(began.elapsed());
        if let Err(failure) = begun {
            self.note(failure, "a write transaction did not begin");
            work.conn.discard().await;
            return None;
        }
        let (mut ran, mut turns) = (Vec::new(), 0);
        let mut next = Some(first);
        while let Some(turn) = next {
            turns += turn.size();
            match self.timed(&mut work, turn).await {
                Ok(done) => ran.push(done),
                Err(failure) => return self.fail(work, ran, failure).await,
            }
            let structural = work.steps.iter().any(|step| matches!(step, Step::Change(change) if change.is_structural()));
            // What was its own transaction is stored by now, so it does not wait for another one. And while nothing can be stored,
            // a turn that only reads must not share the lot of the others.
            let alone = structural || !work.mark.is_begun() || condition != Condition::Good;
            next = if alone || turns >= GROUP { None } else { self.waiting_turn() };
        }
        let work = self.settle(work, ran, turns).await?;
        self.told.group_took(began.elapsed());
        if condition != Condition::ReadOnly {
            return Some(work);
        }
        // It was perhaps opened for reading only. The next one shows whether it still must be.
        work.conn.discard().await;
        None
    }

    /// Runs one turn and notes how long it took.
    async fn timed(&mut self, work: &mut Work, turn: Box<dyn Turn>) -> Result<Box<dyn Done>, Failure> {
        let (kind, began) = (turn.type_name(), Instant::now());
        let ran = run_one(work, turn).await;
        self.times.note(kind, began);
        ran
    }

    /// The turn that has waited longest, with those directly behind it that can be done with it.
    fn waiting_turn(&mut self) -> Option<Box<dyn Turn>> {
        let turn = self.ahead.take().or_else(|| self.queue.try_recv().ok())?;
        Some(self.joined(turn))
    }

    fn joined(&mut self, mut turn: Box<dyn Turn>) -> Box<dyn Turn> {
        while self.ahead.is_none() && turn.size() < GROUP {
            let Ok(next) = self.queue.try_recv() else { break };
            self.ahead = turn.join(next);
        }
        turn
    }

    fn waits_for_none(&self) -> bool {
        self.ahead.is_none() && self.queue.is_empty()
    }

    /// Stores what a group has done, makes it known and answers. Yields the connection unless it is broken.
    async fn settle(&mut self, mut work: Work, ran: Vec<Box<dyn Done>>, turns: usize) -> Option<Work> {
        // A group in which every turn was refused has nothing to store.
        let ended = if !work.mark.is_begun() {
            Ok(())
        } else if ran.iter().any(|done| done.succeeded()) {
            commit(&mut work, turns).await
        } else {
            work.conn.rollback().await
        };
        if let Err(failure) = ended {
            return self.fail(work, ran, failure).await;
        }
        self.publisher.publish(std::mem::take(&mut work.steps), &mut self.told.told);
        for done in ran {
            // A turn that was its own transaction knows alone what the world failed at.
            if let Some(failure) = done.failure() {
                self.note(failure, "a turn failed");
            }
            done.answer(None);
        }
        Some(work)
    }

    /// Nothing of the group is stored. The connection's state is unknown, so it goes too.
    async fn fail(&mut self, work: Work, ran: Vec<Box<dyn Done>>, failure: Failure) -> Option<Work> {
        metrics().commits_failed.inc();
        let told = self.note(failure, "a group of writes was not committed");
        for done in ran {
            done.answer(Some(told.told()));
        }
        work.conn.discard().await;
        None
    }
}

/// Saves what can be saved when the files are gone: where the database's own file is still in its place, the log is folded into it.
async fn save(kept: Option<Work>) -> Failure {
    if let Some(mut work) = kept
        && let Err(failure) = work.conn.fold_log().await
    {
        tracing::error!(%failure, "the log was not folded into the database");
    }
    Failure::FilesGone
}

/// Stores a group of so many turns.
async fn commit(work: &mut Work, turns: usize) -> Result<(), Failure> {
    let began = Instant::now();
    let committed = work.conn.commit().await;
    metrics().commit_seconds.observe(began.elapsed().as_secs_f64());
    metrics().commit_turns.observe(turns as f64);
    committed
}

/// Runs one turn; what a refused turn did is undone, the others of its group stay.
async fn run_one(work: &mut Work, turn: Box<dyn Turn>) -> Result<Box<dyn Done>, Failure> {
    work.begin_turn(turn.is_brief()).await?;
    let steps = work.steps.len();
    let done = turn.run(work).await;
    if !done.succeeded() {
        work.steps.truncate(steps);
        if let Err(failure) = work.undo_turn().await {
            // It knows best why nothing is stored.
            let cause = done.failure().unwrap_or(failure);
            done.answer(None);
            return Err(cause);
        }
    }
    Ok(done)
}
