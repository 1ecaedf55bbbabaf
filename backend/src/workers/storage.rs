//! Watches the database: whether it is writable again, whether this server still holds it, and whether SQLite's log is
//! checkpointed.

use std::{sync::Weak, time::Duration};

use crate::{db::Db, observe::metrics, state::State};

/// Interval of the checks.
const EVERY: Duration = Duration::from_secs(1);
/// Rounds between checks of what changes slowly.
const ROUNDS: u64 = 5;
/// SQLite resets its log at a quarter of this, unless it has readers.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// Ends when the server's state is dropped, to which it has a weak reference.
pub async fn watch(state: Weak<State>) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut log = LogWatch { reported: LONG_LOG / 2 };
    for round in 0_u64.. {
        rounds.tick().await;
        let Some(state) = state.upgrade() else { return };
        state.db.renew();
        state.writer.probe().await;
        if state.db.is_lost() {
            state.writer.reaches_the_database().await;
        }
        if round.is_multiple_of(ROUNDS) {
            if state.db.can_be_taken_over() {
                state.writer.reaches_the_database().await;
            }
            log.look(&state.db).await;
        }
    }
}

/// The last reported size of the log.
struct LogWatch {
    /// It is reported again when it has doubled.
    reported: u64,
}

impl LogWatch {
    async fn look(&mut self, db: &Db) {
        let length = match db.log_length(LONG_LOG).await {
            Ok(length) => length,
            Err(error) => return tracing::debug!(%error, "cannot inspect the write-ahead log"),
        };
        metrics().now.wal_held_bytes.set(i64::try_from(length).unwrap_or(i64::MAX));
        if length >= 2 * self.reported {
            self.reported = length;
            tracing::warn!(
                bytes = length,
                "SQLite's log grows and cannot be reset: another program, or a backup, has been reading the database for long"
            );
        } else if length < LONG_LOG && self.reported >= LONG_LOG {
            self.reported = LONG_LOG / 2;
            tracing::info!(bytes = length, "SQLite's write-ahead log was reset");
        }
    }
}
