//! State of the instance.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::{http::Error, state::State};

/// Time for which a readiness result is cached.
const READY_FOR: Duration = Duration::from_secs(1);
/// A check that takes longer counts as failed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Readiness of this process.
#[derive(Debug, Default)]
pub struct Readiness {
    known: Mutex<Option<(Instant, Vec<&'static str>)>>,
}

impl Readiness {
    /// Reasons why the server is not ready, possibly cached. Concurrent callers share one check.
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

/// Whether a write job can acquire the lock and finish. It stores nothing.
async fn writes(state: &State) -> bool {
    let job = state.writer.run_write(|_| Box::pin(async { Ok::<_, Error>(()) }));
    matches!(tokio::time::timeout(PATIENCE, job).await, Ok(Ok(())))
}
