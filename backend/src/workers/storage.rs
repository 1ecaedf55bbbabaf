//! Looks after the database: whether it can be written again, whether it is still this server's, and whether SQLite's log is folded back.

use std::{sync::Weak, time::Duration};

use crate::{db::Db, observe::metrics, state::State};

/// How exact it is.
const EVERY: Duration = Duration::from_secs(1);
/// What changes slowly is looked at once in so many rounds.
const ROUNDS: u64 = 5;
/// SQLite begins its log anew at a quarter of this, unless somebody reads what is in it.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// Ends when the server's state is gone, which it does not keep.
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

/// What was last said of the log.
struct LogWatch {
    /// At twice its length more is said.
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
