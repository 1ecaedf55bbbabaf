//! Pieces of one kind that wait at the same moment: one turn, which stores them by few statements.
//!
//! Invariants: what is refused is refused before anything is stored, and only that piece; what is stored of a batch is stored
//! together, or nothing of it is. They are made known in the order in which they came.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;

use super::{
    Work,
    turn::{Done, Turn},
};
use crate::{db::Failure, observe::request};

/// What has become of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored<T> {
    Now,
    /// It repeats what was there before.
    Before(T),
    /// Something is in its way that is not what it repeats.
    Not,
}

/// One of many that are stored together.
pub trait Piece: Send + Sized + 'static {
    /// What is to be stored.
    type Ready: Send + Sync + 'static;
    type Out: Send + 'static;
    type Error: From<Failure> + Send + 'static;

    /// Refuses what is to be refused, from memory alone.
    ///
    /// # Errors
    /// What this one piece is refused with.
    fn prepare(self, work: &Work) -> Result<Self::Ready, Self::Error>;

    /// Stores all that are ready. Yields for each, in their order, what has become of it. Needs it more than one statement, it says so
    /// first.
    fn store<'w>(work: &'w mut Work, ready: &'w [Self::Ready]) -> BoxFuture<'w, Result<Vec<Stored<Self::Out>>, Failure>>;

    /// Makes known what is stored and was not there before.
    fn finish(work: &mut Work, ready: Self::Ready) -> Self::Out;
}

type Answer<P> = oneshot::Sender<Outcome<P>>;

struct Waiting<P: Piece> {
    piece: P,
    asked: Asked<P>,
}

/// Who waits for a piece.
struct Asked<P: Piece> {
    /// In whose name it runs.
    request: Option<Arc<str>>,
    answer: Answer<P>,
}

pub(super) struct Batch<P: Piece>(Vec<Waiting<P>>);

impl<P: Piece> Batch<P> {
    pub(super) fn of(piece: P, answer: Answer<P>) -> Self {
        Self(vec![Waiting { piece, asked: Asked { request: request::current(), answer } }])
    }
}

impl<P: Piece> Turn for Batch<P> {
    fn size(&self) -> usize {
        self.0.len()
    }

    fn is_brief(&self) -> bool {
        true
    }

    fn join(&mut self, other: Box<dyn Turn>) -> Option<Box<dyn Turn>> {
        match other.downcast::<Self>() {
            Ok(other) => {
                self.0.extend(other.0);
                None
            }
            Err(other) => Some(other),
        }
    }

    fn type_name(&self) -> &'static str {
        std::any::type_name::<P>()
    }

    fn run<'w>(self: Box<Self>, work: &'w mut Work) -> BoxFuture<'w, Box<dyn Done>> {
        Box::pin(async move {
            let mut ran = Ran::<P> { answers: Vec::with_capacity(self.0.len()), failure: None };
            // Who waits for a batch that panics is answered by its end.
            if AssertUnwindSafe(run(work, self.0, &mut ran)).catch_unwind().await.is_err() {
                ran.failure = Some(Failure::Panicked);
            }
            Box::new(ran) as Box<dyn Done>
        })
    }
}

async fn run<P: Piece>(work: &mut Work, batch: Vec<Waiting<P>>, ran: &mut Ran<P>) {
    let (mut ready, mut asked) = (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len()));
    for waiting in batch {
        // A piece that panics must not take the others with it.
        match catch_unwind(AssertUnwindSafe(|| waiting.piece.prepare(work))) {
            Ok(Ok(piece)) => {
                ready.push(piece);
                asked.push(waiting.asked);
            }
            Ok(Err(error)) => ran.answers.push((waiting.asked.answer, Err(error))),
            Err(_) => ran.answers.push((waiting.asked.answer, Err(Failure::Panicked.into()))),
        }
    }
    if ready.is_empty() {
        return;
    }
    match P::store(work, &ready).await {
        Ok(stored) => {
            for ((asked, ready), stored) in asked.into_iter().zip(ready).zip(stored) {
                let result = match stored {
                    Stored::Now => Ok(request::named(asked.request, || P::finish(work, ready))),
                    Stored::Before(out) => Ok(out),
                    Stored::Not => Err(Failure::NotInserted.into()),
                };
                ran.answers.push((asked.answer, result));
            }
        }
        Err(failure) => {
            ran.answers.extend(asked.into_iter().map(|asked| (asked.answer, Err(failure.told().into()))));
            ran.failure = Some(failure);
        }
    }
}

type Outcome<P> = Result<<P as Piece>::Out, <P as Piece>::Error>;

struct Ran<P: Piece> {
    answers: Vec<(Answer<P>, Outcome<P>)>,
    /// Why nothing is stored.
    failure: Option<Failure>,
}

impl<P: Piece> Done for Ran<P> {
    fn succeeded(&self) -> bool {
        self.failure.is_none()
    }

    fn failure(&self) -> Option<Failure> {
        self.failure.as_ref().and_then(Failure::of_the_disk)
    }

    fn answer(self: Box<Self>, failed: Option<Failure>) {
        for (answer, result) in self.answers {
            let result = match &failed {
                Some(failure) if result.is_ok() => Err(failure.told().into()),
                _ => result,
            };
            // The caller may have gone; what is stored stays stored.
            let _ = answer.send(result);
        }
    }
}
