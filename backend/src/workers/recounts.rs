//! Recounts unread messages after deletions, in small write jobs.

use std::sync::{Arc, Weak};

use crate::{features::read_states::actions, state::State, writer::Recounts};

/// Runs on each signal. Ends with the server, to whose state it has a weak reference.
pub async fn count(state: Weak<State>, recounts: Arc<Recounts>) {
    loop {
        let Some(state) = state.upgrade() else { return };
        match actions::recount_some(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            // The users concerned get correct counts with the next change, and when they reconnect.
            Err(error) => tracing::warn!(%error, "unread messages were not recounted"),
        }
        drop(state);
        recounts.news().await;
    }
}
