//! Connections to Postgres: a small pool of read sessions.
//!
//! Invariants:
//! - A read succeeds or fails within its time limit, whatever the state of the server or of the network: time limits of the
//!   server have no effect when it hangs or is unreachable.
//! - A session is not reused before its last statement has ended.
//! - Some sessions are reserved for [`Use::First`].
//!
//! The pool of sqlx has no time limits of statements, and waits forever for an unreachable server.

use std::{
    future::Future,
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};

use crate::db::{DbError, lanes::Use};

/// Time limit of a read's first response, including the wait for a session, and of each later one.
const PATIENCE: Duration = Duration::from_millis(1900);
/// A session that was idle for this long is checked before use.
const FRESH: Duration = Duration::from_secs(1);
/// Time limit of that check.
const PING_LIMIT: Duration = Duration::from_millis(500);
/// Maximum age of a session, since its cache of statements grows.
const OLD: Duration = Duration::from_mins(30);

type Permits = [Option<OwnedSemaphorePermit>; 2];

#[derive(Debug)]
pub struct Sessions {
    options: PgConnectOptions,
    idle: Mutex<Vec<Session>>,
    count: usize,
    all: Arc<Semaphore>,
    /// Unreserved sessions.
    others: Arc<Semaphore>,
}

#[derive(Debug)]
struct Session {
    conn: PgConnection,
    began: Instant,
    used: Instant,
}

impl Session {
    fn new(conn: PgConnection) -> Self {
        let now = Instant::now();
        Self { conn, began: now, used: now }
    }

    async fn is_there(&mut self) -> bool {
        self.used.elapsed() < FRESH || matches!(timeout(PING_LIMIT, self.conn.ping()).await, Ok(Ok(())))
    }
}

impl Sessions {
    pub fn new(options: PgConnectOptions, count: usize, others: usize) -> Arc<Self> {
        let (all, others) = (Arc::new(Semaphore::new(count)), Arc::new(Semaphore::new(others)));
        Arc::new(Self { options, idle: Mutex::default(), count, all, others })
    }

    /// Borrows a session, opening it if none is idle.
    ///
    /// # Errors
    /// [`DbError::Busy`] if none is free in time, [`DbError::Silent`] if the server does not answer; or if it is unreachable.
    pub async fn lend(self: &Arc<Self>, what_for: Use) -> Result<Loan, DbError> {
        let deadline = Instant::now() + PATIENCE;
        let permits = timeout_at(deadline, self.take(what_for)).await.map_err(|_| DbError::Busy)??;
        let session = timeout_at(deadline, self.session()).await.map_err(|_| DbError::Silent)??;
        let mut loan = Loan::of(session);
        (loan.deadline, loan.home) = (Some(deadline), Some((self.clone(), permits)));
        Ok(loan)
    }

    async fn session(&self) -> Result<Session, DbError> {
        Ok(match self.idle_session().await {
            Some(session) => session,
            None => Session::new(self.options.connect().await?),
        })
    }

    async fn idle_session(&self) -> Option<Session> {
        let mut session = self.idle.lock().pop()?;
        if session.is_there().await {
            return Some(session);
        }
        // The other sessions are lost for the same reason.
        self.forget();
        None
    }

    fn forget(&self) {
        self.idle.lock().clear();
    }

    async fn take(&self, what_for: Use) -> Result<Permits, DbError> {
        let closed = |_| DbError::Busy;
        let other = match what_for {
            Use::Other => Some(self.others.clone().acquire_owned().await.map_err(closed)?),
            Use::First | Use::Unlimited => None,
        };
        Ok([other, Some(self.all.clone().acquire_owned().await.map_err(closed)?)])
    }

    fn take_back(&self, mut session: Session) {
        if !self.all.is_closed() && session.began.elapsed() < OLD {
            session.used = Instant::now();
            self.idle.lock().push(session);
        }
    }

    pub fn in_use(&self) -> usize {
        self.count.saturating_sub(self.all.available_permits())
    }

    /// Closes idle sessions; borrowed ones when they are returned.
    pub async fn close(&self) {
        self.all.close();
        self.others.close();
        let idle = std::mem::take(&mut *self.idle.lock());
        for session in idle {
            close(session.conn).await;
        }
    }
}

/// Terminates the session properly, if the server responds.
pub(super) async fn close(conn: PgConnection) {
    if !matches!(timeout(PING_LIMIT, conn.close()).await, Ok(Ok(()))) {
        tracing::debug!("a database connection did not close cleanly");
    }
}

/// A borrowed session.
pub struct Loan {
    /// Present until it is returned.
    session: Option<Session>,
    /// Time limit of the first statement; `None` for a session without a limit.
    deadline: Option<Instant>,
    /// Whether the server has responded since it was borrowed.
    has_answered: bool,
    /// Whether a statement may still be running.
    is_asked: bool,
    /// Whether a failed statement has left the transaction unusable.
    has_failed: bool,
    /// For the write session.
    pub(super) writing: Option<Writing>,
    /// The pool to return it to; without one it is closed.
    home: Option<(Arc<Sessions>, Permits)>,
}

const LENT: &str = "a loan has its session until it is dropped";

impl Loan {
    /// An unshared session without a time limit.
    pub(super) fn own(conn: PgConnection) -> Self {
        Self::of(Session::new(conn))
    }

    fn of(session: Session) -> Self {
        Self {
            session: Some(session),
            deadline: None,
            has_answered: false,
            is_asked: false,
            has_failed: false,
            writing: None,
            home: None,
        }
    }

    /// The deadline of a statement that starts now.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let first = self.deadline?;
        Some(if self.has_answered { Instant::now() + PATIENCE } else { first })
    }

    /// Records how a statement ended.
    pub(crate) fn ended<T>(&mut self, answer: &Result<T, sqlx::Error>) {
        self.has_answered = true;
        match answer {
            Err(sqlx::Error::Database(_)) => (self.is_asked, self.has_failed) = (false, true),
            // This session is lost, and perhaps all others.
            Err(error) if is_lost(error) => {
                if let Some((home, _)) = &self.home {
                    home.forget();
                }
            }
            Ok(_) | Err(_) => self.is_asked = false,
        }
    }

    /// The transaction was rolled back to a savepoint before the error.
    pub(crate) fn forgive(&mut self) {
        self.has_failed = false;
    }

    /// Whether the server would treat a COMMIT as a ROLLBACK.
    pub(crate) const fn has_failed(&self) -> bool {
        self.has_failed
    }
}

/// Whether it is a connection error.
fn is_lost(error: &sqlx::Error) -> bool {
    matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::WorkerCrashed
    )
}

/// Waits for a response of Postgres, until the deadline.
pub(crate) async fn in_time<T>(
    deadline: Option<Instant>,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match deadline {
        None => asked.await,
        Some(deadline) => timeout_at(deadline, asked).await.unwrap_or(Err(sqlx::Error::PoolTimedOut)),
    }
}

impl Deref for Loan {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.session.as_ref().expect(LENT).conn
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.is_asked = true;
        &mut self.session.as_mut().expect(LENT).conn
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let (Some(mut session), Some((home, permits))) = (self.session.take(), self.home.take()) else { return };
        if !self.is_asked {
            home.take_back(session);
        } else if let Ok(runtime) = Handle::try_current() {
            // The caller is gone. The session is reused if its statement ends soon.
            runtime.spawn(async move {
                if matches!(timeout(PATIENCE, session.conn.ping()).await, Ok(Ok(()))) {
                    home.take_back(session);
                }
                drop(permits);
            });
        }
    }
}

/// State that only the write session has.
#[derive(Debug)]
pub(super) struct Writing {
    /// The process that may write with it.
    pub(super) name: Arc<str>,
    pub(super) transaction: Option<Transaction>,
}

/// A write transaction, as named by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transaction(pub(super) u64);
