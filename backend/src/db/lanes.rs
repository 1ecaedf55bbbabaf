//! Connections to SQLite, as a few lanes of one connection each.
//!
//! Invariants:
//! - Each statement of a borrowed lane has a time limit, unless it was borrowed without one. A statement that takes longer is
//!   interrupted; so is one whose caller is gone.
//! - One of several lanes is reserved for [`Use::First`], so that slow reads cannot occupy all.
//!
//! The pool of sqlx has neither reservations nor time limits of statements.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::DbError;

/// Virtual machine instructions of SQLite between two checks of the time: far less than a millisecond of work.
const STEP: i32 = 4000;
/// Time limit to wait for a lane.
const PATIENCE: Duration = Duration::from_secs(2);

/// The purpose of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Sign-in and reading messages, which have a reserved lane.
    First,
    Other,
    /// Without a time limit.
    Unlimited,
}

#[derive(Debug)]
pub struct Lanes {
    options: SqliteConnectOptions,
    /// Time limit of a statement.
    limit: Duration,
    idle: Mutex<Vec<Lane>>,
    count: usize,
    all: Arc<Semaphore>,
    /// Lanes that are not reserved for [`Use::First`].
    others: Arc<Semaphore>,
}

#[derive(Debug)]
struct Lane {
    conn: SqliteConnection,
    clock: Arc<Watch>,
}

/// The time at which the lane's statement is interrupted.
#[derive(Debug)]
struct Watch {
    since: Instant,
    /// In microseconds since that.
    deadline: AtomicI64,
}

impl Watch {
    fn allow(&self, time: Duration) {
        let micros = self.since.elapsed().saturating_add(time).as_micros();
        self.deadline.store(i64::try_from(micros).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    fn stop(&self) {
        self.deadline.store(0, Ordering::Relaxed);
    }

    fn goes_on(&self) -> bool {
        let micros = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        micros < self.deadline.load(Ordering::Relaxed)
    }
}

impl Lanes {
    pub fn new(options: SqliteConnectOptions, count: usize, limit: Duration) -> Arc<Self> {
        let others = count.saturating_sub(1).max(1);
        let (all, others) = (Arc::new(Semaphore::new(count)), Arc::new(Semaphore::new(others)));
        Arc::new(Self { options, limit, idle: Mutex::default(), count, all, others })
    }

    /// Borrows a connection, opening it if none is idle.
    ///
    /// # Errors
    /// [`DbError::Busy`] if none is free in time; or if none can be opened.
    pub async fn lend(self: &Arc<Self>, what_for: Use) -> Result<Lease, DbError> {
        let taken = tokio::time::timeout(PATIENCE, self.take(what_for)).await.map_err(|_| DbError::Busy)??;
        let idle = self.idle.lock().pop();
        let lane = match idle {
            Some(lane) => lane,
            None => self.make().await?,
        };
        let limit = if what_for == Use::Unlimited { Duration::MAX } else { self.limit };
        Ok(Lease { lane: Some(lane), limit, home: self.clone(), _taken: taken })
    }

    async fn take(&self, what_for: Use) -> Result<[Option<OwnedSemaphorePermit>; 2], DbError> {
        let closed = |_| DbError::Busy;
        let other = match what_for {
            Use::Other => Some(self.others.clone().acquire_owned().await.map_err(closed)?),
            Use::First | Use::Unlimited => None,
        };
        Ok([other, Some(self.all.clone().acquire_owned().await.map_err(closed)?)])
    }

    async fn make(&self) -> Result<Lane, sqlx::Error> {
        let mut conn = self.options.connect().await?;
        let clock = Arc::new(Watch { since: Instant::now(), deadline: AtomicI64::new(0) });
        let watch = clock.clone();
        conn.lock_handle().await?.set_progress_handler(STEP, move || watch.goes_on());
        Ok(Lane { conn, clock })
    }

    pub fn in_use(&self) -> usize {
        self.count.saturating_sub(self.all.available_permits())
    }

    /// Closes all connections; borrowed ones when they are returned, after a time limit at the latest.
    pub async fn close(&self) {
        let all = u32::try_from(self.count).unwrap_or(u32::MAX);
        let _back = tokio::time::timeout(PATIENCE, self.all.acquire_many(all)).await;
        self.all.close();
        self.others.close();
        let idle = std::mem::take(&mut *self.idle.lock());
        for lane in idle {
            lane.clock.allow(Duration::MAX);
            if let Err(error) = lane.conn.close().await {
                tracing::debug!(%error, "a database connection did not close cleanly");
            }
        }
    }
}

/// A borrowed connection.
#[derive(Debug)]
pub struct Lease {
    /// Present until it is returned.
    lane: Option<Lane>,
    limit: Duration,
    home: Arc<Lanes>,
    _taken: [Option<OwnedSemaphorePermit>; 2],
}

const LENT: &str = "a lease has its connection until it is dropped";

impl Lease {
    /// Closes the connection instead of returning it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close(mut self) -> Result<(), sqlx::Error> {
        let lane = self.lane.take().expect(LENT);
        lane.clock.allow(Duration::MAX);
        lane.conn.close().await
    }
}

impl Deref for Lease {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.lane.as_ref().expect(LENT).conn
    }
}

impl DerefMut for Lease {
    /// Each use of the connection has its own time limit.
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        let lane = self.lane.as_mut().expect(LENT);
        lane.clock.allow(self.limit);
        &mut lane.conn
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(lane) = self.lane.take() else { return };
        // The running statement is of a caller that is gone.
        lane.clock.stop();
        if !self.home.all.is_closed() {
            self.home.idle.lock().push(lane);
        }
    }
}
