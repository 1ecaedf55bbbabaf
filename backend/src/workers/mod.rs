//! What happens by itself, with time.

pub mod erasures;
pub mod mail;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    features::{auth, mail::actions as letters, presence},
    gateway::Hub,
    state::State,
};

/// How exact it is.
const EVERY: Duration = Duration::from_secs(1);
/// Ended log-ins are looked through once in so many rounds.
const REVOKED_EVERY: u64 = 60;
/// Rows that have had their day are deleted once in so many rounds.
const ROWS_EVERY: u64 = 3600;

/// Looks at the clock every second: overdue connections, expired sessions, users who have gone, log-ins that need not be
/// remembered. Ends when the server's state is gone, which it does not keep.
pub async fn sweep(state: Weak<State>, hub: Weak<Hub>) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        rounds.tick().await;
        let (Some(state), Some(hub)) = (state.upgrade(), hub.upgrade()) else { return };
        sweep_once(&state, &hub);
        if round.is_multiple_of(REVOKED_EVERY) {
            state.cache.forget_revoked(state.clock.now());
        }
        if round % ROWS_EVERY == ROWS_EVERY - 1 {
            forget_old(&state).await;
        }
    }
}

async fn forget_old(state: &State) {
    let forgotten = state.writer.run(|work| Box::pin(auth::actions::forget_ended(work))).await;
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "ended log-ins were not forgotten");
    }
    let forgotten = state.writer.run(|work| Box::pin(letters::forget_old(work))).await;
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "old letters were not forgotten");
    }
}

fn sweep_once(state: &Arc<State>, hub: &Arc<Hub>) {
    hub.tick(state.clock.now());
    presence::actions::tell_all(state);
}
