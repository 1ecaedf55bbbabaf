//! Deletes the messages of people who are gone, a small turn at a time so that others write meanwhile.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    features::account_data::actions,
    state::State,
    work::{Bell, Bells},
};

/// What could not be done is tried again so often, if no bell rings.
const EVERY: Duration = Duration::from_secs(10);

/// Does what a restart has left, and then what there is whenever the bell rings. Ends when the server's state is gone, which it
/// does not keep.
pub async fn erase(state: Weak<State>, bells: Arc<Bells>) {
    while let Some(state) = state.upgrade() {
        match actions::erase_some(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(failure) => tracing::warn!(%failure, "messages of somebody who is gone were not deleted yet"),
        }
        drop(state);
        bells.heard(Bell::Erasures, EVERY).await;
    }
}
