//! The writer: takes turns from a bounded queue and commits those that wait together.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::{mpsc, oneshot};

use super::{Mark, Publisher, Step, Work};
use crate::{
    cache::Cache,
    db::{Db, Failure},
    kernel::{Clock, snowflake::Snowflakes},
};

/// Turns that may wait. When it is full, callers are told to come again instead of waiting without end.
const QUEUE: usize = 1024;
/// Turns of one commit.
const GROUP: usize = 256;

/// Hands turns to the writer. Cloned freely.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Turn>>,
}

/// One turn, whatever it returns.
trait Turn: Send {
    /// Whether it is one statement, unless it says otherwise.
    fn is_brief(&self) -> bool;
    fn run<'w>(self: Box<Self>, work: &'w mut Work) -> BoxFuture<'w, Box<dyn Done>>;
}

/// A turn that ran, and is to be answered.
trait Done: Send {
    fn succeeded(&self) -> bool;
    /// `failed` says why nothing of it is stored after all.
    fn answer(self: Box<Self>, failed: Option<Failure>);
}

struct Job<F, T, E> {
    act: F,
    is_brief: bool,
    answer: oneshot::Sender<Result<T, E>>,
}

struct Ran<T, E> {
    result: Result<T, E>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Turn for Job<F, T, E>
where
    F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Failure> + Send + 'static,
{
    fn is_brief(&self) -> bool {
        self.is_brief
    }

    fn run<'w>(self: Box<Self>, work: &'w mut Work) -> BoxFuture<'w, Box<dyn Done>> {
        Box::pin(async move {
            let result =
                AssertUnwindSafe((self.act)(work)).catch_unwind().await.unwrap_or_else(|_| Err(Failure::Panicked.into()));
            Box::new(Ran { result, answer: self.answer }) as Box<dyn Done>
        })
    }
}

impl<T: Send, E: From<Failure> + Send> Done for Ran<T, E> {
    fn succeeded(&self) -> bool {
        self.result.is_ok()
    }

    fn answer(self: Box<Self>, failed: Option<Failure>) {
        let result = match failed {
            Some(failure) if self.result.is_ok() => Err(failure.into()),
            _ => self.result,
        };
        // The caller may have gone; what is stored stays stored.
        let _ = self.answer.send(result);
    }
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
        self.queued(act, false).await
    }

    /// The same for a turn that stores by one statement and refuses nothing after it, so that nothing is marked for it. Where it needs
    /// more, it calls [`Work::more_than_one_statement`] first.
    ///
    /// # Errors
    /// As [`Writer::run`].
    pub async fn run_brief<F, T, E>(&self, act: F) -> Result<T, E>
    where
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        self.queued(act, true).await
    }

    async fn queued<F, T, E>(&self, act: F, is_brief: bool) -> Result<T, E>
    where
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Box::new(Job { act, is_brief, answer })).map_err(|_| Failure::Busy)?;
        answered.await.unwrap_or_else(|_| Err(Failure::NotCommitted.into()))
    }
}

/// The other end.
pub struct WriterTask {
    queue: mpsc::Receiver<Box<dyn Turn>>,
    db: Db,
    clock: Clock,
    cache: Arc<Cache>,
    ids: Arc<Snowflakes>,
    publisher: Arc<Publisher>,
}

impl WriterTask {
    pub fn new(db: Db, clock: Clock, cache: Arc<Cache>, ids: Arc<Snowflakes>, publisher: Arc<Publisher>) -> (Writer, Self) {
        let (sender, queue) = mpsc::channel(QUEUE);
        (Writer { queue: sender }, Self { queue, db, clock, cache, ids, publisher })
    }

    /// Runs until `stop` is told or dropped; what waits by then is still written.
    pub async fn run(mut self, stop: oneshot::Receiver<()>) {
        let mut kept: Option<Work> = None;
        let mut stop = std::pin::pin!(stop.fuse());
        loop {
            let first = tokio::select! {
                biased;
                turn = self.queue.recv() => turn,
                _ = &mut stop => {
                    self.queue.close();
                    continue;
                }
            };
            let Some(first) = first else { return };
            let ready = match kept.take() {
                Some(work) => Ok(work),
                None => self.db.write().await.map(|conn| self.work_with(conn)),
            };
            // Without a connection the turn is dropped, which its caller sees as "not committed".
            match ready {
                Ok(work) => kept = self.group(work, first).await,
                Err(failure) => tracing::error!(%failure, "no connection to write with"),
            }
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
        if let Err(failure) = work.conn.begin().await {
            tracing::error!(%failure, "a write transaction did not begin");
            work.conn.discard().await;
            return None;
        }
        work.mark = Mark::default();
        let mut ran = Vec::new();
        let mut next = Some(first);
        while let Some(turn) = next {
            match run_one(&mut work, turn).await {
                Ok(done) => ran.push(done),
                Err(failure) => return self.fail(work, ran, &failure).await,
            }
            let structural = work.steps.iter().any(|step| matches!(step, Step::Change(change) if change.is_structural()));
            next = if structural || ran.len() >= GROUP { None } else { self.queue.try_recv().ok() };
        }
        // A group in which every turn was refused has nothing to store.
        let ended = if ran.iter().any(|done| done.succeeded()) { work.conn.commit().await } else { work.conn.rollback().await };
        if let Err(failure) = ended {
            return self.fail(work, ran, &failure).await;
        }
        self.publisher.publish(std::mem::take(&mut work.steps));
        for done in ran {
            done.answer(None);
        }
        Some(work)
    }

    /// Nothing of the group is stored. The connection's state is unknown, so it goes too.
    async fn fail(&self, work: Work, ran: Vec<Box<dyn Done>>, failure: &Failure) -> Option<Work> {
        tracing::error!(%failure, turns = ran.len(), "a group of writes was not committed");
        let full = matches!(failure, Failure::Full);
        work.conn.discard().await;
        for done in ran {
            done.answer(Some(if full { Failure::Full } else { Failure::NotCommitted }));
        }
        None
    }
}

/// Runs one turn; what a refused turn did is undone, the others of its group stay.
async fn run_one(work: &mut Work, turn: Box<dyn Turn>) -> Result<Box<dyn Done>, Failure> {
    work.begin_turn(turn.is_brief()).await?;
    let steps = work.steps.len();
    let done = turn.run(work).await;
    if !done.succeeded() {
        work.steps.truncate(steps);
        work.undo_turn().await?;
    }
    Ok(done)
}
