//! Deletes what is gone in small write jobs, so that others write meanwhile: the messages of people, and what belonged to guilds and
//! channels.

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

/// What could not be done is tried again so often, if no signal rings.
const EVERY: Duration = Duration::from_secs(10);

/// Does what a restart has left, and then what there is whenever the signal rings. Ends when the server's state is gone, which it
/// does not keep.
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

/// One job for each of both. Yields whether there may be more to do.
async fn step(state: &State) -> Result<bool, DbError> {
    let erased = account_data::actions::erase_some(state).await?;
    Ok(purge::actions::delete_some(state).await? || erased)
}
