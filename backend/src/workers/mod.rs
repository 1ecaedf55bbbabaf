//! What happens by itself, with time.

pub mod erasures;
pub mod files;
pub mod mail;
pub mod member_lists;
pub mod push;
pub mod recounts;
pub mod storage;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    features::{
        auth, mail::actions as letters, messages::actions as messages, pictures, presence, push::actions as pushes, users,
    },
    gateway::{Hub, rounds},
    kernel::Monotonic,
    state::State,
    work::Condition,
};

/// How exact it is.
const EVERY: Duration = Duration::from_secs(1);
/// What runs out by the minute is looked through once in so many rounds.
const MINUTE: u64 = 60;
/// Rows that have had their day are deleted once in so many rounds.
const ROWS_EVERY: u64 = 3600;

/// Pictures that nobody uses are looked for as often.
const PICTURES_EVERY: Duration = Duration::from_secs(3600);

/// Looks at the clock every second: overdue connections, expired sessions, users who have gone, log-ins that need not be
/// remembered, pictures that nobody uses. Ends when the server's state is gone, which it does not keep.
pub async fn sweep(state: Weak<State>, hub: Weak<Hub>) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut pictures_at = Monotonic::from_ms(0);
    for round in 0_u64.. {
        rounds.tick().await;
        let (Some(state), Some(hub)) = (state.upgrade(), hub.upgrade()) else { return };
        sweep_once(&state, &hub, round);
        store_waiting(&state).await;
        end_statuses(&state).await;
        if state.clock.monotonic() >= pictures_at {
            pictures_at = state.clock.monotonic().after(PICTURES_EVERY);
            sweep_pictures(&state).await;
        }
        if round.is_multiple_of(MINUTE) {
            state.cache.forget_revoked(state.clock.monotonic());
            forget_unconfirmed(&state).await;
        }
        if round % ROWS_EVERY == ROWS_EVERY - 1 {
            forget_old(&state).await;
        }
    }
}

/// Stores sessions that began while the disk was full.
async fn store_waiting(state: &State) {
    if state.writer.condition() == Condition::Good
        && let Err(error) = auth::actions::store_waiting(state).await
    {
        tracing::warn!(?error, "sessions waiting to be stored were not stored");
    }
}

async fn end_statuses(state: &State) {
    if let Err(error) = users::actions::end_statuses(state).await {
        tracing::warn!(?error, "expired custom statuses were not removed");
    }
}

async fn forget_unconfirmed(state: &State) {
    let forgotten = state.writer.run(|work| Box::pin(auth::actions::forget_unconfirmed(work))).await;
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "unconfirmed registrations were not deleted");
    }
}

async fn forget_old(state: &State) {
    // A bounded number in each job, so that others write meanwhile.
    let mut forgotten = Ok(true);
    while let Ok(true) = forgotten {
        forgotten = state.writer.run(|work| Box::pin(auth::actions::forget_ended(work))).await;
    }
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "ended sessions were not deleted");
    }
    let forgotten = state.writer.run(|work| Box::pin(pushes::forget_ended(work))).await;
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "ended push subscriptions were not removed from the model");
    }
    let forgotten = state.writer.run(|work| Box::pin(messages::forget_pauses(work))).await;
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "expired slow mode entries were not deleted");
    }
    let mut forgotten = Ok(true);
    while let Ok(true) = forgotten {
        forgotten = state.writer.run(|work| Box::pin(letters::forget_old(work))).await;
    }
    if let Err(failure) = forgotten {
        tracing::warn!(%failure, "old emails were not deleted");
    }
}

async fn sweep_pictures(state: &State) {
    if let Err(failure) = pictures::actions::sweep(state).await {
        tracing::warn!(%failure, "unused images were not removed");
    }
}

fn sweep_once(state: &Arc<State>, hub: &Arc<Hub>, round: u64) {
    state.clock_watch.look();
    hub.tick();
    rounds::round(hub, &state.publisher, round);
    presence::actions::tell_all(state);
}

/// Begins what write jobs leave to be done in small jobs afterwards, deleting and counting, and what looks after the database.
pub fn spawn_deferred(state: &Arc<State>) {
    let weak = || Arc::downgrade(state);
    actix_web::rt::spawn(storage::watch(weak()));
    actix_web::rt::spawn(erasures::erase(weak(), state.publisher.bells().clone()));
    actix_web::rt::spawn(recounts::count(weak(), state.publisher.recounts().clone()));
}
