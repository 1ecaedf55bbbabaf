//! What can be asked about the instance.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::state::State;

/// An answer about the database is kept so long, so that asking often costs nothing.
const READY_FOR: Duration = Duration::from_secs(1);
/// A database that takes longer to answer is not ready.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is known of the readiness of this process.
#[derive(Debug, Default)]
pub struct Readiness {
    database: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// Whether the database answers, or did a moment ago. Who asks meanwhile waits for the same answer.
    pub async fn database(&self, state: &State) -> bool {
        let mut known = self.database.lock().await;
        if let Some((asked, answered)) = *known
            && asked.elapsed() < READY_FOR
        {
            return answered;
        }
        let answers = matches!(tokio::time::timeout(PATIENCE, state.db.ping()).await, Ok(Ok(())));
        *known = Some((Instant::now(), answers));
        answers
    }
}
