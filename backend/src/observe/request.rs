//! The name of the request that something is done for.
//!
//! It goes with the work: into the write turn, and from there to the events that the turn announces.

use std::sync::Arc;

tokio::task_local! {
    static CURRENT: Arc<str>;
}

/// The id of the request that this task works for, if it works for one.
pub fn current() -> Option<Arc<str>> {
    CURRENT.try_with(Arc::clone).ok()
}

/// Does work in the name of a request.
pub async fn within<F: Future>(id: Option<Arc<str>>, task: F) -> F::Output {
    match id {
        Some(id) => CURRENT.scope(id, task).await,
        None => task.await,
    }
}

/// The same for work that does not wait.
pub fn named<T>(id: Option<Arc<str>>, task: impl FnOnce() -> T) -> T {
    match id {
        Some(id) => CURRENT.sync_scope(id, task),
        None => task(),
    }
}
