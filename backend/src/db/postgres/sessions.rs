//! Connections to Postgres: a few sessions that are lent to read with.
//!
//! Invariants:
//! - A read is answered or fails within its time, whatever has become of the server or of the way to it: a limit that the server
//!   keeps ends nothing when the server is stopped or cut off.
//! - A session whose last statement has not ended is not lent again before it has.
//! - Some sessions are lent only to those who ask for them by name ([`Use::First`]).
//!
//! The pool of sqlx knows no time limit of a statement, and waits without end for what was cut off.

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

/// The first answer to a read, the wait for a session included, and each later one come within this time.
const PATIENCE: Duration = Duration::from_millis(1900);
/// A session that was not used for so long is asked whether it is still there.
const FRESH: Duration = Duration::from_secs(1);
/// One that does not say so within this time is replaced.
const PING_LIMIT: Duration = Duration::from_millis(500);
/// What a session remembers of its statements grows, so it is replaced at this age.
const OLD: Duration = Duration::from_secs(1800);

type Permits = [Option<OwnedSemaphorePermit>; 2];

#[derive(Debug)]
pub struct Sessions {
    options: PgConnectOptions,
    idle: Mutex<Vec<Session>>,
    count: usize,
    all: Arc<Semaphore>,
    /// Those that are lent to everybody.
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

    /// Lends a session, which begins if none is idle.
    ///
    /// # Errors
    /// [`DbError::Busy`] when none is free in time, [`DbError::Silent`] when the server does not answer; when it cannot be reached.
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
        // What ended this one has ended the others, too.
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

    /// Ends those that are idle. Those on loan end when they come back.
    pub async fn close(&self) {
        self.all.close();
        self.others.close();
        let idle = std::mem::take(&mut *self.idle.lock());
        for session in idle {
            close(session.conn).await;
        }
    }
}

/// Says goodbye, if the server listens.
pub(super) async fn close(conn: PgConnection) {
    if !matches!(timeout(PING_LIMIT, conn.close()).await, Ok(Ok(()))) {
        tracing::debug!("a database connection did not close cleanly");
    }
}

/// A session on loan.
pub struct Loan {
    /// There until it is given back.
    session: Option<Session>,
    /// When the first statement must have ended; `None` for a session without a limit.
    deadline: Option<Instant>,
    /// Whether the server has answered since it was lent.
    has_answered: bool,
    /// Whether a statement was begun and has not ended, as far as is known.
    is_asked: bool,
    /// Whether a statement has failed that the transaction under way has not been rolled back from.
    has_failed: bool,
    /// For the session that writes.
    pub(super) writing: Option<Writing>,
    /// Where it goes afterwards; without, it ends.
    home: Option<(Arc<Sessions>, Permits)>,
}

const LENT: &str = "a loan has its session until it is dropped";

impl Loan {
    /// A session that nobody else uses, without a time limit.
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

    /// When a statement that is begun now must have ended.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let first = self.deadline?;
        Some(if self.has_answered { Instant::now() + PATIENCE } else { first })
    }

    /// Notes how a statement ended.
    pub(crate) fn ended<T>(&mut self, answer: &Result<T, sqlx::Error>) {
        self.has_answered = true;
        match answer {
            Err(sqlx::Error::Database(_)) => (self.is_asked, self.has_failed) = (false, true),
            // The session is lost, and perhaps all others.
            Err(error) if is_lost(error) => {
                if let Some((home, _)) = &self.home {
                    home.forget();
                }
            }
            Ok(_) | Err(_) => self.is_asked = false,
        }
    }

    /// The transaction was rolled back to a point before what has failed.
    pub(crate) fn forgive(&mut self) {
        self.has_failed = false;
    }

    /// Whether the server would take a COMMIT for a ROLLBACK.
    pub(crate) const fn has_failed(&self) -> bool {
        self.has_failed
    }
}

/// Whether a failure is one of the way to the server.
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

/// Waits for an answer of Postgres, until the deadline.
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
            // Whoever asked has gone. It is lent again if its statement ends soon.
            runtime.spawn(async move {
                if matches!(timeout(PATIENCE, session.conn.ping()).await, Ok(Ok(()))) {
                    home.take_back(session);
                }
                drop(permits);
            });
        }
    }
}

/// What a session knows of which nothing is lent but to write.
#[derive(Debug)]
pub(super) struct Writing {
    /// The process that may write with it.
    pub(super) name: Arc<str>,
    pub(super) transaction: Option<Transaction>,
}

/// A transaction that writes, as the server names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transaction(pub(super) u64);
