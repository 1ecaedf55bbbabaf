//! Tells those who look at member lists what has changed in them.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::{
    gateway::member_lists::{GATHERED, MemberLists},
    state::State,
};

/// Whether the server is still there is looked at so often, if nothing happens.
const EVERY: Duration = Duration::from_secs(10);

/// Lets changes gather for a moment whenever there are some, and tells them. Ends when the server's state is gone, which it
/// does not keep.
pub async fn publish(state: Weak<State>, lists: Arc<MemberLists>) {
    while state.strong_count() > 0 {
        lists.received(EVERY).await;
        sleep(GATHERED).await;
        if let Some(state) = state.upgrade() {
            lists.publish(&state.cache, state.clock.now(), Instant::now());
        }
    }
}
