//! A turn of the writer, whatever it does and returns.

use std::{
    any::{Any, TypeId},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;

use super::Work;
use crate::{db::Failure, http::Error, observe::request};

/// A turn that waits.
pub(super) trait Turn: Any + Send {
    /// Of how many it consists.
    fn size(&self) -> usize {
        1
    }

    /// Whether it is one statement, unless it says otherwise.
    fn is_brief(&self) -> bool {
        false
    }

    /// Takes another one in. Yields it back if it is of another kind.
    fn join(&mut self, other: Box<dyn Turn>) -> Option<Box<dyn Turn>> {
        Some(other)
    }

    /// The name of its type, which says what kind of job it is.
    fn type_name(&self) -> &'static str;

    /// Yields also what is left of it for the next turn.
    fn run<'w>(self: Box<Self>, work: &'w mut Work) -> BoxFuture<'w, (Box<dyn Done>, Option<Box<dyn Turn>>)>;
}

impl dyn Turn {
    /// The turn as what it is, if it is one of these.
    pub(super) fn downcast<T: Turn>(self: Box<Self>) -> Result<Box<T>, Box<Self>> {
        if (*self).type_id() != TypeId::of::<T>() {
            return Err(self);
        }
        let any: Box<dyn Any> = self;
        Ok(any.downcast().expect("its type was looked at"))
    }
}

/// A turn that ran, and is to be answered.
pub(super) trait Done: Send {
    fn succeeded(&self) -> bool;
    /// What of the disk the turn itself failed at.
    fn failure(&self) -> Option<Failure>;
    /// `failed` says why nothing of it is stored after all.
    fn answer(self: Box<Self>, failed: Option<Failure>);
}

/// What of the disk a turn's error tells.
pub(super) fn disk_failure(error: &dyn Any) -> Option<Failure> {
    let failure = error.downcast_ref::<Failure>().or_else(|| match error.downcast_ref::<Error>() {
        Some(Error::Failed(failure)) => Some(failure),
        _ => None,
    });
    failure.and_then(Failure::of_the_disk)
}

/// A turn of its own.
pub(super) struct Job<F, T, E> {
    pub act: F,
    /// In whose name it runs.
    pub request: Option<Arc<str>>,
    pub answer: oneshot::Sender<Result<T, E>>,
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
    fn type_name(&self) -> &'static str {
        std::any::type_name::<F>()
    }

    fn run<'w>(self: Box<Self>, work: &'w mut Work) -> BoxFuture<'w, (Box<dyn Done>, Option<Box<dyn Turn>>)> {
        Box::pin(async move {
            let ran = request::within(self.request, AssertUnwindSafe((self.act)(work)).catch_unwind()).await;
            let result = ran.unwrap_or_else(|_| Err(Failure::Panicked.into()));
            (Box::new(Ran { result, answer: self.answer }) as Box<dyn Done>, None)
        })
    }
}

impl<T: Send, E: From<Failure> + Send + 'static> Done for Ran<T, E> {
    fn succeeded(&self) -> bool {
        self.result.is_ok()
    }

    fn failure(&self) -> Option<Failure> {
        disk_failure(self.result.as_ref().err()?)
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
