//! Counts what people have to read after something was deleted, in small write jobs of their own.

use std::sync::{Arc, Weak};

use crate::{features::read_states::actions, state::State, writer::Recounts};

/// Counts whenever there is something to count. Ends with the server, whose state it does not keep.
pub async fn count(state: Weak<State>, recounts: Arc<Recounts>) {
    loop {
        let Some(state) = state.upgrade() else { return };
        match actions::recount_some(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            // Whoever it was for is told with the next change, and when they come anew.
            Err(error) => tracing::warn!(%error, "unread messages were not recounted"),
        }
        drop(state);
        recounts.news().await;
    }
}
