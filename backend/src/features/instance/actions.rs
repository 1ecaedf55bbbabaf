//! What can be asked about the instance.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::{http::Error, state::State};

/// An answer is kept so long, so that asking often costs nothing.
const READY_FOR: Duration = Duration::from_secs(1);
/// What takes longer to answer is not ready.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is known of the readiness of this process.
#[derive(Debug, Default)]
pub struct Readiness {
    known: Mutex<Option<(Instant, Vec<&'static str>)>>,
}

impl Readiness {
    /// What is missing now, or was a moment ago. Who asks meanwhile waits for the same answer.
    pub async fn missing(&self, state: &State) -> Vec<&'static str> {
        let mut known = self.known.lock().await;
        if let Some((asked, missing)) = &*known
            && asked.elapsed() < READY_FOR
        {
            return missing.clone();
        }
        let (reads, writes) = tokio::join!(reads(state), writes(state));
        let parts = [("database", reads), ("writer", writes)];
        let missing: Vec<_> = parts.into_iter().filter(|(_, works)| !works).map(|(name, _)| name).collect();
        *known = Some((Instant::now(), missing.clone()));
        missing
    }
}

async fn reads(state: &State) -> bool {
    matches!(tokio::time::timeout(PATIENCE, state.db.ping()).await, Ok(Ok(())))
}

/// Whether a turn gets the right to write, and ends. It stores nothing.
async fn writes(state: &State) -> bool {
    let job = state.writer.run_write(|_| Box::pin(async { Ok::<_, Error>(()) }));
    matches!(tokio::time::timeout(PATIENCE, job).await, Ok(Ok(())))
}
