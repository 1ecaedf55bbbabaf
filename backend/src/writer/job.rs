//! A write job, whatever it does and returns.

use std::{
    any::{Any, TypeId},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;

use super::UnitOfWork;
use crate::{db::DbError, http::Error, observe::request};

/// A queued write job.
pub(super) trait WriteJob: Any + Send {
    /// Number of items in it.
    fn size(&self) -> usize {
        1
    }

    /// Whether it is one statement, unless it sets a savepoint.
    fn is_brief(&self) -> bool {
        false
    }

    /// Merges another job into this one. Returns it if it is of another kind.
    fn join(&mut self, other: Box<dyn WriteJob>) -> Option<Box<dyn WriteJob>> {
        Some(other)
    }

    /// The name of its type, from which the kind of job is derived.
    fn type_name(&self) -> &'static str;

    /// Returns also the rest for the next job.
    fn run_write(self: Box<Self>, uow: &mut UnitOfWork) -> JobRun<'_>;
}

/// A finished job, and the rest for the next job.
pub(super) type JobRun<'w> = BoxFuture<'w, (Box<dyn Done>, Option<Box<dyn WriteJob>>)>;

impl dyn WriteJob {
    /// Downcasts the job to this type.
    pub(super) fn downcast<T: WriteJob>(self: Box<Self>) -> Result<Box<T>, Box<Self>> {
        if (*self).type_id() != TypeId::of::<T>() {
            return Err(self);
        }
        let any: Box<dyn Any> = self;
        Ok(any.downcast().expect("its type was looked at"))
    }
}

/// A finished write job whose caller awaits the response.
pub(super) trait Done: Send {
    fn succeeded(&self) -> bool;
    /// The storage error of the job itself.
    fn error(&self) -> Option<DbError>;
    /// `failed` is the reason why nothing of it was stored after all.
    fn answer(self: Box<Self>, failed: Option<DbError>);
}

/// The storage health after a job's error.
pub(super) fn disk_failure(error: &dyn Any) -> Option<DbError> {
    let error = error.downcast_ref::<DbError>().or_else(|| match error.downcast_ref::<Error>() {
        Some(Error::Failed(error)) => Some(error),
        _ => None,
    });
    error.and_then(DbError::of_the_disk)
}

/// A write job that is no batch.
pub(super) struct ClosureJob<F, T, E> {
    pub act: F,
    /// The request that it belongs to.
    pub request: Option<Arc<str>>,
    pub answer: oneshot::Sender<Result<T, E>>,
}

struct Ran<T, E> {
    result: Result<T, E>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> WriteJob for ClosureJob<F, T, E>
where
    F: for<'w> FnOnce(&'w mut UnitOfWork) -> BoxFuture<'w, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    fn type_name(&self) -> &'static str {
        std::any::type_name::<F>()
    }

    fn run_write(self: Box<Self>, uow: &mut UnitOfWork) -> JobRun<'_> {
        Box::pin(async move {
            let ran = request::within(self.request, AssertUnwindSafe((self.act)(uow)).catch_unwind()).await;
            let result = ran.unwrap_or_else(|_| Err(DbError::Panicked.into()));
            (Box::new(Ran { result, answer: self.answer }) as Box<dyn Done>, None)
        })
    }
}

impl<T: Send, E: From<DbError> + Send + 'static> Done for Ran<T, E> {
    fn succeeded(&self) -> bool {
        self.result.is_ok()
    }

    fn error(&self) -> Option<DbError> {
        disk_failure(self.result.as_ref().err()?)
    }

    fn answer(self: Box<Self>, failed: Option<DbError>) {
        let result = match failed {
            Some(error) if self.result.is_ok() => Err(error.into()),
            _ => self.result,
        };
        // The caller may be gone; the job is stored anyway.
        let _ = self.answer.send(result);
    }
}
