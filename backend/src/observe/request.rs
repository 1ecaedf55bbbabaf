//! The id of the request that work is done for.
//!
//! It is passed on with the work: into the write job, and from there to the events that the job publishes.

use std::sync::Arc;

tokio::task_local! {
    static CURRENT: Arc<str>;
}

/// The id of the request that this task works for, if any.
pub fn current() -> Option<Arc<str>> {
    CURRENT.try_with(Arc::clone).ok()
}

/// Runs work on behalf of a request.
pub async fn within<F: Future>(id: Option<Arc<str>>, task: F) -> F::Output {
    match id {
        Some(id) => CURRENT.scope(id, task).await,
        None => task.await,
    }
}

/// The same for synchronous work.
pub fn named<T>(id: Option<Arc<str>>, task: impl FnOnce() -> T) -> T {
    match id {
        Some(id) => CURRENT.sync_scope(id, task),
        None => task(),
    }
}
