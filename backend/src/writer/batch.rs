//! Batches of items of one kind that are queued at the same time. Simple items, which are one row each, are inserted together;
//! the others are stored one by one, in order.
//!
//! Invariants: a batch stores the longest prefix of simple items, or one other item; the rest is the next job of the writer. A
//! failed item has stored nothing. A job's rows are stored together or not at all. Items are published in the order in which they
//! were queued.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;

use super::{
    UnitOfWork,
    job::{Done, JobRun, WriteJob, disk_failure},
};
use crate::{db::DbError, observe::request};

/// The outcome of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored<T> {
    Now,
    /// It repeats a stored one.
    Before(T),
    /// It conflicts with a row that it does not repeat.
    Not,
}

/// The state of an item in the database.
pub enum Loaded<D, T> {
    /// It can be inserted.
    Ready(D),
    /// It repeats a stored one.
    Before(T),
}

/// A batch item is processed in steps: validate, load, insert, extras, publish.
pub trait BatchItem: Send + Sync + Sized + 'static {
    /// An item that is valid as far as is known.
    type Draft: Send + Sync + 'static;
    type Out: Send + 'static;
    type Error: From<DbError> + Send + 'static;

    /// Validates in memory.
    ///
    /// # Errors
    /// The error of this item.
    fn validate(&self, uow: &UnitOfWork) -> Result<Self::Draft, Self::Error>;

    /// Whether the item is one row only: then it is neither [loaded](Self::load) nor has [extras](Self::extras).
    fn is_simple(_draft: &Self::Draft) -> bool {
        true
    }

    /// Loads and validates with the database.
    fn load(_work: &mut UnitOfWork, draft: Self::Draft) -> BoxFuture<'_, LoadResult<Self>> {
        Box::pin(async { Ok(Loaded::Ready(draft)) })
    }

    /// Inserts the rows. Returns the outcome of each, in order. If it needs more than one statement, it sets a savepoint first.
    fn insert<'w>(uow: &'w mut UnitOfWork, drafts: &'w [Self::Draft]) -> BoxFuture<'w, Result<Vec<Stored<Self::Out>>, DbError>>;

    /// Stores what belongs to an inserted item beside its row.
    fn extras<'w>(_work: &'w mut UnitOfWork, _draft: &'w Self::Draft) -> BoxFuture<'w, Result<(), Self::Error>> {
        Box::pin(async { Ok(()) })
    }

    /// Publishes new items.
    fn publish(uow: &mut UnitOfWork, draft: Self::Draft) -> Self::Out;
}

/// The result of [`BatchItem::load`].
pub type LoadResult<I> = Result<Loaded<<I as BatchItem>::Draft, <I as BatchItem>::Out>, <I as BatchItem>::Error>;

type Outcome<I> = Result<<I as BatchItem>::Out, <I as BatchItem>::Error>;
type ResponseSender<I> = oneshot::Sender<Outcome<I>>;

struct QueuedItem<I: BatchItem> {
    item: I,
    caller: Caller<I>,
}

/// The caller of an item.
struct Caller<I: BatchItem> {
    /// The request that it belongs to.
    request: Option<Arc<str>>,
    answer: ResponseSender<I>,
}

pub(super) struct Batch<I: BatchItem>(VecDeque<QueuedItem<I>>);

impl<I: BatchItem> Batch<I> {
    pub(super) fn of(item: I, answer: ResponseSender<I>) -> Self {
        Self([QueuedItem { item, caller: Caller { request: request::current(), answer } }].into())
    }
}

impl<I: BatchItem> WriteJob for Batch<I> {
    fn size(&self) -> usize {
        self.0.len()
    }

    fn is_brief(&self) -> bool {
        true
    }

    fn join(&mut self, other: Box<dyn WriteJob>) -> Option<Box<dyn WriteJob>> {
        match other.downcast::<Self>() {
            Ok(other) => {
                self.0.extend(other.0);
                None
            }
            Err(other) => Some(other),
        }
    }

    fn type_name(&self) -> &'static str {
        std::any::type_name::<I>()
    }

    fn run_write(mut self: Box<Self>, uow: &mut UnitOfWork) -> JobRun<'_> {
        Box::pin(async move {
            let mut ran = Ran::<I> { answers: Vec::with_capacity(self.0.len()), error: None, is_refused: false };
            // If a batch panics, its callers get an error when it is dropped.
            if AssertUnwindSafe(run(uow, &mut self.0, &mut ran)).catch_unwind().await.is_err() {
                ran.error = Some(DbError::Panicked);
            }
            let rest = if self.0.is_empty() { None } else { Some(self as Box<dyn WriteJob>) };
            (Box::new(ran) as Box<dyn Done>, rest)
        })
    }
}

/// Takes the items that fit into one job from the front, and stores them.
async fn run<I: BatchItem>(uow: &mut UnitOfWork, items: &mut VecDeque<QueuedItem<I>>, ran: &mut Ran<I>) {
    let (mut drafts, mut callers) = (Vec::with_capacity(items.len()), Vec::with_capacity(items.len()));
    while let Some(waiting) = items.pop_front() {
        // A panic of one item must not affect the others.
        match catch_unwind(AssertUnwindSafe(|| waiting.item.validate(uow))) {
            Ok(Ok(draft)) if I::is_simple(&draft) => {
                drafts.push(draft);
                callers.push(waiting.caller);
            }
            Ok(Ok(draft)) if drafts.is_empty() => {
                let Caller { request, answer } = waiting.caller;
                let result = request::within(request, store_one::<I>(uow, draft)).await;
                ran.is_refused = result.is_err();
                return ran.answers.push((answer, result));
            }
            Ok(Ok(_)) => {
                items.push_front(waiting);
                break;
            }
            Ok(Err(error)) => ran.answers.push((waiting.caller.answer, Err(error))),
            Err(_) => ran.answers.push((waiting.caller.answer, Err(DbError::Panicked.into()))),
        }
    }
    if !drafts.is_empty() {
        insert_all(uow, drafts, callers, ran).await;
    }
}

/// Stores one item with everything that belongs to it.
async fn store_one<I: BatchItem>(uow: &mut UnitOfWork, draft: I::Draft) -> Outcome<I> {
    uow.more_than_one_statement().await?;
    let draft = match I::load(uow, draft).await? {
        Loaded::Ready(draft) => draft,
        Loaded::Before(out) => return Ok(out),
    };
    let stored = I::insert(uow, std::slice::from_ref(&draft)).await?;
    match stored.into_iter().next().unwrap_or(Stored::Not) {
        Stored::Now => {}
        Stored::Before(out) => return Ok(out),
        Stored::Not => return Err(DbError::NotInserted.into()),
    }
    I::extras(uow, &draft).await?;
    Ok(I::publish(uow, draft))
}

/// Stores simple items together.
async fn insert_all<I: BatchItem>(uow: &mut UnitOfWork, drafts: Vec<I::Draft>, callers: Vec<Caller<I>>, ran: &mut Ran<I>) {
    match I::insert(uow, &drafts).await {
        Ok(stored) => {
            for ((caller, draft), stored) in callers.into_iter().zip(drafts).zip(stored) {
                let result = match stored {
                    Stored::Now => Ok(request::named(caller.request, || I::publish(uow, draft))),
                    Stored::Before(out) => Ok(out),
                    Stored::Not => Err(DbError::NotInserted.into()),
                };
                ran.answers.push((caller.answer, result));
            }
        }
        Err(error) => {
            ran.answers.extend(callers.into_iter().map(|caller| (caller.answer, Err(error.for_caller().into()))));
            ran.error = Some(error);
        }
    }
}

struct Ran<I: BatchItem> {
    answers: Vec<(ResponseSender<I>, Outcome<I>)>,
    /// Why nothing is stored.
    error: Option<DbError>,
    /// Whether its one item failed after it may have stored something.
    is_refused: bool,
}

impl<I: BatchItem> Done for Ran<I> {
    fn succeeded(&self) -> bool {
        self.error.is_none() && !self.is_refused
    }

    fn error(&self) -> Option<DbError> {
        let of_refused =
            || self.answers.last().filter(|_| self.is_refused).and_then(|(_, result)| disk_failure(result.as_ref().err()?));
        self.error.as_ref().and_then(DbError::of_the_disk).or_else(of_refused)
    }

    fn answer(self: Box<Self>, failed: Option<DbError>) {
        for (answer, result) in self.answers {
            let result = match &failed {
                Some(error) if result.is_ok() => Err(error.for_caller().into()),
                _ => result,
            };
            // The caller may be gone; the item is stored anyway.
            let _ = answer.send(result);
        }
    }
}
