//! Background workers and periodic tasks.

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
    features::{auth, images, mail::actions as emails, messages::actions as messages, presence, push::actions as pushes, users},
    gateway::{Hub, rounds},
    kernel::Monotonic,
    state::State,
    writer::StorageHealth,
};

/// Interval of the periodic tasks.
const EVERY: Duration = Duration::from_secs(1);
/// Rounds between checks of what expires by the minute.
const MINUTE: u64 = 60;
/// Rounds between deletions of old rows.
const ROWS_EVERY: u64 = 3600;

/// Rounds between sweeps of unused images.
const IMAGES_EVERY: Duration = Duration::from_hours(1);

/// Runs the periodic tasks every second: overdue connections, expired sessions, users who went offline, expired revocations,
/// unused images. Ends when the server's state is dropped, to which it has a weak reference.
pub async fn sweep(state: Weak<State>, hub: Weak<Hub>) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut images_at = Monotonic::from_ms(0);
    for round in 0_u64.. {
        rounds.tick().await;
        let (Some(state), Some(hub)) = (state.upgrade(), hub.upgrade()) else { return };
        sweep_once(&state, &hub, round);
        store_waiting(&state).await;
        end_statuses(&state).await;
        if state.clock.monotonic() >= images_at {
            images_at = state.clock.monotonic().after(IMAGES_EVERY);
            sweep_images(&state).await;
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

/// Stores sessions that were opened while the disk was full.
async fn store_waiting(state: &State) {
    if state.writer.storage_health() == StorageHealth::Good
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
    let forgotten = state.writer.run_write(|uow| Box::pin(auth::actions::forget_unconfirmed(uow))).await;
    if let Err(error) = forgotten {
        tracing::warn!(%error, "unconfirmed registrations were not deleted");
    }
}

async fn forget_old(state: &State) {
    // A bounded number in each job, so that others can write in between.
    let mut forgotten = Ok(true);
    while let Ok(true) = forgotten {
        forgotten = state.writer.run_write(|uow| Box::pin(auth::actions::forget_ended(uow))).await;
    }
    if let Err(error) = forgotten {
        tracing::warn!(%error, "ended sessions were not deleted");
    }
    let forgotten = state.writer.run_write(|uow| Box::pin(pushes::forget_ended(uow))).await;
    if let Err(error) = forgotten {
        tracing::warn!(%error, "ended push subscriptions were not removed from the model");
    }
    let forgotten = state.writer.run_write(|uow| Box::pin(messages::forget_pauses(uow))).await;
    if let Err(error) = forgotten {
        tracing::warn!(%error, "expired slow mode entries were not deleted");
    }
    let mut forgotten = Ok(true);
    while let Ok(true) = forgotten {
        forgotten = state.writer.run_write(|uow| Box::pin(emails::forget_old(uow))).await;
    }
    if let Err(error) = forgotten {
        tracing::warn!(%error, "old emails were not deleted");
    }
}

async fn sweep_images(state: &State) {
    if let Err(error) = images::actions::sweep(state).await {
        tracing::warn!(%error, "unused images were not removed");
    }
}

fn sweep_once(state: &Arc<State>, hub: &Arc<Hub>, round: u64) {
    state.clock_watch.look();
    hub.tick();
    rounds::round(hub, &state.publisher, round);
    presence::actions::publish_all_changes(state);
}

/// Starts the workers that continue write jobs in small steps, such as deletions and recounts, and those that watch the database.
pub fn spawn_deferred(state: &Arc<State>) {
    let weak = || Arc::downgrade(state);
    actix_web::rt::spawn(storage::watch(weak()));
    actix_web::rt::spawn(erasures::erase(weak(), state.publisher.signals().clone()));
    actix_web::rt::spawn(recounts::count(weak(), state.publisher.recounts().clone()));
}
