//! Deletes rows of deleted objects in small write jobs: messages of users, and contents of guilds and channels.

use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use crate::{
    db::DbError,
    features::{account_data, purge},
    state::State,
    writer::{WorkerSignal, WorkerSignals},
};

/// Delay before another attempt, without a signal.
const EVERY: Duration = Duration::from_secs(10);

/// Continues what a restart has interrupted, and then works on each signal. Ends when the server's state is dropped, to which it
/// has a weak reference.
pub async fn erase(state: Weak<State>, signals: Arc<WorkerSignals>) {
    while let Some(state) = state.upgrade() {
        let began = Instant::now();
        match step(&state).await {
            Ok(true) => {
                drop(state);
                // Half of the writer's time is left to others.
                tokio::time::sleep(began.elapsed()).await;
                continue;
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "rows of deleted objects were not deleted"),
        }
        drop(state);
        signals.received(WorkerSignal::Erasures, EVERY).await;
    }
}

/// One job of each kind. Returns whether there may be more to do.
async fn step(state: &State) -> Result<bool, DbError> {
    let erased = account_data::actions::erase_some(state).await?;
    Ok(purge::actions::delete_some(state).await? || erased)
}
