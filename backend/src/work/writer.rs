//! The writer: takes turns from its queue and commits those that wait together.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};

use super::{
    Condition, Hooks, Mark, Publisher, Step, Work, Writer,
    condition::Gauge,
    kind::JobTimes,
    told::ToldByGroups,
    turn::{Done, Turn},
    unsettled::Unsettled,
};
use crate::{
    cache::Cache,
    db::{Conn, Db, Failure, Outcome},
    kernel::{Clock, snowflake::Snowflakes},
    observe::metrics,
};

/// Turns of one commit.
const GROUP: usize = 256;
/// Once the limit of a group has passed, whoever waits for it is told this much later, if it is not known by then what has become of it.
const ASKING: Duration = Duration::from_millis(400);

/// The other end.
pub struct WriterTask {
    queue: mpsc::Receiver<Box<dyn Turn>>,
    /// What comes before the queue: what is left of a turn, and a turn that was taken and could not be done with the one before it.
    ahead: VecDeque<Box<dyn Turn>>,
    db: Db,
    clock: Clock,
    cache: Arc<Cache>,
    ids: Arc<Snowflakes>,
    publisher: Arc<Publisher>,
    hooks: &'static Hooks,
    gauge: Arc<Gauge>,
    told: ToldByGroups,
    times: JobTimes,
    /// The last group, while nobody knows whether it is stored.
    unsettled: Option<Unsettled>,
    /// Why nothing more may be written.
    broken: Option<Failure>,
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
            hooks: &Hooks::NONE,
            gauge,
            told: ToldByGroups::new(),
            times: JobTimes::default(),
            unsettled: None,
            broken: None,
        };
        (writer, task)
    }

    /// With what features do when something happens in another one.
    pub fn with_hooks(self, hooks: &'static Hooks) -> Self {
        Self { hooks, ..self }
    }

    /// Runs until `stop` is told or dropped; what waits by then is still written.
    ///
    /// # Errors
    /// When the disk has failed, another process writes to the database, or nobody knows what is stored. What waits then is dropped,
    /// which its callers see as "not committed".
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
            let deadline = self.db.group_limit().map(|limit| Instant::now() + limit);
            let ready = match kept.take() {
                Some(work) => Ok(work),
                None => in_time(deadline, self.connect()).await,
            };
            // Without a connection the turn is dropped, too.
            match ready {
                Ok(work) => kept = self.group(work, first, deadline).await,
                Err(failure) => drop(self.note(failure, "no connection to write with")),
            }
            if let Some(failure) = self.broken.take() {
                return Err(failure);
            }
        }
    }

    /// The next turn, once there is one. Cancelling it loses none.
    async fn first(&mut self) -> Option<Box<dyn Turn>> {
        match self.ahead.pop_front() {
            Some(turn) => Some(turn),
            None => self.queue.recv().await,
        }
    }

    /// A connection to write with. What has become of the group before is known by then.
    async fn connect(&mut self) -> Result<Work, Failure> {
        let mut conn = self.db.write().await?;
        if let Some(transaction) = self.unsettled.as_ref().map(|group| group.transaction) {
            let outcome = conn.outcome(transaction).await?;
            tracing::warn!(?outcome, "the answer to a commit was lost; its outcome was queried");
            match (self.unsettled.take(), outcome) {
                (Some(group), Outcome::Committed) => {
                    let (steps, ran) = group.committed();
                    self.make_known(steps, ran);
                }
                (group, _) => drop(group.map(Unsettled::aborted)),
            }
        }
        Ok(self.work_with(conn))
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
            Failure::Silent => {
                // Whoever waits has waited as long as the group.
                self.refuse_waiting();
                Failure::NotCommitted
            }
            Failure::Disk(_) | Failure::TakenOver | Failure::Unknown => {
                self.broken = Some(failure);
                Failure::NotCommitted
            }
            _ => Failure::NotCommitted,
        }
    }

    fn refuse_waiting(&mut self) {
        self.ahead.clear();
        while self.queue.try_recv().is_ok() {}
    }

    fn work_with(&self, conn: Conn) -> Work {
        Work {
            conn,
            clock: self.clock.clone(),
            cache: self.cache.clone(),
            ids: self.ids.clone(),
            steps: Vec::new(),
            mark: Mark::default(),
            hooks: self.hooks,
        }
    }

    /// Runs a group and settles it. Yields the connection unless it is broken.
    async fn group(&mut self, mut work: Work, first: Box<dyn Turn>, deadline: Option<Instant>) -> Option<Work> {
        work.mark = Mark::default();
        let (began, condition) = (Instant::now(), self.gauge.read());
        let (mut ran, mut turns) = (Vec::new(), 0);
        let ended = in_time(deadline, self.run_turns(&mut work, first, (&mut ran, &mut turns))).await;
        if let Err(failure) = ended {
            return self.fail(work, ran, failure).await;
        }
        let work = self.settle(work, ran, (turns, deadline)).await?;
        self.told.group_took(began.elapsed());
        if condition != Condition::ReadOnly {
            return Some(work);
        }
        // It was perhaps opened for reading only. The next one shows whether it still must be.
        work.conn.discard().await;
        None
    }

    /// Begins a transaction and runs in it what waits.
    async fn run_turns(
        &mut self,
        work: &mut Work,
        first: Box<dyn Turn>,
        (ran, turns): (&mut Vec<Box<dyn Done>>, &mut usize),
    ) -> Result<(), Failure> {
        if self.db.is_lost() {
            return Err(Failure::TakenOver);
        }
        let condition = self.gauge.read();
        let is_its_own =
            condition == Condition::Good && first.is_brief() && self.waits_for_none() && work.conn.undoes_single_statements();
        let began = Instant::now();
        match condition {
            _ if is_its_own => {}
            Condition::ReadOnly => work.begin_reading().await?,
            Condition::Good | Condition::Full | Condition::Away | Condition::Lost => work.begin().await?,
        }
        metrics().waited_for_lock(began.elapsed());
        // Half of the time of a group is for what it began with.
        let latest = self.db.group_limit().map(|limit| began + limit / 2);
        let mut next = Some(first);
        while let Some(turn) = next {
            let (size, waiting) = (turn.size(), self.ahead.len());
            ran.push(self.timed(work, turn).await?);
            let left = if self.ahead.len() > waiting { self.ahead.front().map_or(0, |rest| rest.size()) } else { 0 };
            *turns += size - left;
            let structural = work.steps.iter().any(|step| matches!(step, Step::Change(change) if change.is_structural()));
            // What was its own transaction is stored by now, so it does not wait for another one. And while nothing can be stored,
            // a turn that only reads must not share the lot of the others.
            let alone = structural || !work.mark.is_begun() || condition != Condition::Good;
            let is_late = latest.is_some_and(|latest| Instant::now() >= latest);
            next = if alone || is_late || *turns >= GROUP { None } else { self.waiting_turn() };
        }
        Ok(())
    }

    /// Runs one turn and notes how long it took.
    async fn timed(&mut self, work: &mut Work, turn: Box<dyn Turn>) -> Result<Box<dyn Done>, Failure> {
        let (kind, began) = (turn.type_name(), Instant::now());
        work.begin_turn(turn.is_brief()).await?;
        let steps = work.steps.len();
        let (done, rest) = turn.run(work).await;
        if let Some(rest) = rest {
            self.ahead.push_front(rest);
        }
        self.times.note(kind, began);
        kept_or_undone(work, done, steps).await
    }

    /// The turn that has waited longest, with those directly behind it that can be done with it.
    fn waiting_turn(&mut self) -> Option<Box<dyn Turn>> {
        let turn = self.ahead.pop_front().or_else(|| self.queue.try_recv().ok())?;
        Some(self.joined(turn))
    }

    fn joined(&mut self, mut turn: Box<dyn Turn>) -> Box<dyn Turn> {
        while self.ahead.is_empty() && turn.size() < GROUP {
            let Ok(next) = self.queue.try_recv() else { break };
            self.ahead.extend(turn.join(next));
        }
        turn
    }

    fn waits_for_none(&self) -> bool {
        self.ahead.is_empty() && self.queue.is_empty()
    }

    /// Stores what a group has done, makes it known and answers. Yields the connection unless it is broken.
    async fn settle(
        &mut self,
        mut work: Work,
        ran: Vec<Box<dyn Done>>,
        (turns, deadline): (usize, Option<Instant>),
    ) -> Option<Work> {
        let transaction = work.conn.take_transaction();
        // A group in which every turn was refused has nothing to store.
        let ended = if !work.mark.is_begun() {
            Ok(())
        } else if ran.iter().any(|done| done.succeeded()) {
            match (in_time(deadline, commit(&mut work, turns)).await, transaction) {
                (Err(failure), Some(transaction)) if !matches!(failure, Failure::NotCommitted) => {
                    let told =
                        failure.of_the_disk().map_or(Failure::NotCommitted, |failure| self.note(failure, "a commit failed"));
                    let group = Unsettled::new(transaction, std::mem::take(&mut work.steps), ran, told);
                    work.conn.discard().await;
                    return self.ask_for_outcome(group, deadline).await;
                }
                (ended, _) => ended,
            }
        } else {
            in_time(deadline, work.conn.rollback()).await
        };
        if let Err(failure) = ended {
            return self.fail(work, ran, failure).await;
        }
        self.make_known(std::mem::take(&mut work.steps), ran);
        Some(work)
    }

    /// What is stored is told, in its place, and who waits is answered.
    fn make_known(&mut self, steps: Vec<Step>, ran: Vec<Box<dyn Done>>) {
        self.publisher.publish(steps, &mut self.told.told);
        for done in ran {
            // A turn that was its own transaction knows alone what the world failed at.
            if let Some(failure) = done.failure() {
                self.note(failure, "a turn failed");
            }
            done.answer(None);
        }
    }

    /// The answer to a COMMIT was lost. Yields another connection, once what has become of it is known.
    async fn ask_for_outcome(&mut self, group: Unsettled, deadline: Option<Instant>) -> Option<Work> {
        metrics().commits_lost.inc();
        self.unsettled = Some(group);
        match in_time(deadline.map(|deadline| deadline + ASKING), self.connect()).await {
            Ok(work) => Some(work),
            Err(failure) => {
                if let Some(group) = &mut self.unsettled {
                    group.is_too_late();
                }
                drop(self.note(failure, "the outcome of a commit is not known yet"));
                None
            }
        }
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
        tracing::error!(%failure, "the write-ahead log was not checkpointed");
    }
    Failure::FilesGone
}

/// What is not done by the deadline, if there is one, is given up: the database does not answer.
async fn in_time<T>(deadline: Option<Instant>, act: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    match deadline {
        None => act.await,
        Some(deadline) => tokio::time::timeout_at(deadline.into(), act).await.unwrap_or(Err(Failure::Silent)),
    }
}

/// Stores a group of so many turns.
async fn commit(work: &mut Work, turns: usize) -> Result<(), Failure> {
    let began = Instant::now();
    let committed = work.conn.commit().await;
    metrics().commit_seconds.observe(began.elapsed().as_secs_f64());
    metrics().commit_turns.observe(turns as f64);
    committed
}

/// What a refused turn did since so many steps is undone, the others of its group stay.
async fn kept_or_undone(work: &mut Work, done: Box<dyn Done>, steps: usize) -> Result<Box<dyn Done>, Failure> {
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
