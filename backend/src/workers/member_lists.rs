//! Sends updates of member lists to subscribers.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::{
    gateway::member_lists::{GATHERED, MemberLists},
    state::State,
};

/// Interval of checks whether the server still runs.
const EVERY: Duration = Duration::from_secs(10);

/// Batches changes for a moment, and sends them. Ends when the server's state is dropped, to which it has a weak reference.
pub async fn publish(state: Weak<State>, lists: Arc<MemberLists>) {
    while state.strong_count() > 0 {
        lists.received(EVERY).await;
        sleep(GATHERED).await;
        if let Some(state) = state.upgrade() {
            lists.publish(&state.cache, state.clock.now(), Instant::now());
        }
    }
}
