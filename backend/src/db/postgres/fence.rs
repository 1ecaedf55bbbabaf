//! Ensures that one process writes to a database on Postgres.
//!
//! Invariants:
//! - The write session holds an advisory lock for its whole life. A process that finds it held does not start.
//! - Each write transaction takes another lock, the baton, before it reads which process is the writer. A process that takes over
//!   sets that under the same lock. So a process that has lost its session and resumes later stores nothing, on any session.
//! - The outcome of a COMMIT that was not answered is queried when its session has ended.
//!
//! None of this is an extra round trip: it is part of the BEGIN statement.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::Duration,
};

use parking_lot::Mutex;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, Row, postgres::PgConnectOptions, raw_sql};
use tokio::time::{Instant, sleep, timeout};

use super::sessions::{Loan, Transaction, Writing, close};
use crate::db::{DbError, Holder};

/// The advisory locks: "`ChSp`" and a number.
const WRITES: i64 = 0x4368_5370_0000_0001;
const BATON: i64 = 0x4368_5370_0000_0002;
/// `invalid_parameter_value`: the number is in the future.
const NEVER_KNOWN: &str = "22023";
/// Prepared in each session, so that the check at BEGIN is planned once.
static PREPARE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "PREPARE baton AS SELECT pg_advisory_xact_lock({BATON});
         PREPARE writer AS SELECT pg_current_xact_id()::text, (SELECT value FROM settings WHERE name = 'writer')"
    )
});
/// Each statement sees what was committed before it, so the name is read after the baton is taken.
const BEGIN: &str = "BEGIN; EXECUTE baton; EXECUTE writer";
/// Interval of attempts to take the lock.
const PAUSE: Duration = Duration::from_millis(50);
/// Time in which the server ends a lost session of this process.
const ENDS_WITHIN: Duration = Duration::from_secs(1);
/// Time limit to wait for a session when the server answers.
const CONNECT_LIMIT: Duration = Duration::from_millis(1500);

/// The outcome of an ended transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Committed,
    Aborted,
}

/// Identifies a session of the server; process ids alone are reused.
#[derive(Debug, Clone)]
struct Backend {
    pid: i32,
    began: String,
}

/// The write lock.
#[derive(Debug)]
pub struct Fence {
    options: PgConnectOptions,
    name: Arc<str>,
    /// The last session that held the lock.
    last: Mutex<Option<Backend>>,
    /// The session that holds it, until the writer takes it.
    idle: Mutex<Option<PgConnection>>,
}

impl Fence {
    pub fn new(options: PgConnectOptions, name: &str) -> Self {
        Self { options, name: name.into(), last: Mutex::default(), idle: Mutex::default() }
    }

    /// The name of this process as the writer.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes the lock, if no other process gets it within `patience`, and returns its session.
    pub async fn first_session(&self, patience: Duration) -> Result<Option<PgConnection>, sqlx::Error> {
        let mut conn = connect(&self.options).await?;
        let latest = Instant::now() + patience;
        while !self.locks(&mut conn).await? {
            if Instant::now() >= latest {
                return Ok(None);
            }
            sleep(PAUSE).await;
        }
        Ok(Some(conn))
    }

    /// Makes this process the writer. From here on no transaction of another process is committed.
    pub async fn takes_over(&self, mut conn: PgConnection) -> Result<(), sqlx::Error> {
        // The name consists of digits and letters.
        let name = &self.name;
        let text = format!(
            "BEGIN; SELECT pg_advisory_xact_lock({BATON});
             DELETE FROM settings WHERE name = 'writer_address';
             INSERT INTO settings (name, value) VALUES ('writer', '{name}') ON CONFLICT (name) DO UPDATE SET value = excluded.value;
             COMMIT"
        );
        raw_sql(AssertSqlSafe(text)).execute(&mut conn).await?;
        raw_sql(AssertSqlSafe(PREPARE.as_str())).execute(&mut conn).await?;
        *self.idle.lock() = Some(conn);
        Ok(())
    }

    /// The write session. A lost one is replaced when the server has ended it.
    pub async fn session(&self) -> Result<Loan, DbError> {
        if let Some(conn) = self.idle.lock().take() {
            return Ok(self.lend(conn));
        }
        let mut conn = connect(&self.options).await?;
        if !self.locks(&mut conn).await? && !self.regains(&mut conn).await? {
            let asked = sqlx::query_scalar("SELECT value FROM settings WHERE name = 'writer'");
            let writes: Option<String> = asked.fetch_optional(&mut conn).await?;
            let is_ours = writes.as_deref() == Some(&*self.name);
            return Err(if is_ours { DbError::Held } else { DbError::TakenOver });
        }
        raw_sql(AssertSqlSafe(PREPARE.as_str())).execute(&mut conn).await?;
        Ok(self.lend(conn))
    }

    fn lend(&self, conn: PgConnection) -> Loan {
        let mut loan = Loan::own(conn);
        loan.writing = Some(Writing { name: self.name.clone(), transaction: None });
        loan
    }

    async fn locks(&self, conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
        let asked = sqlx::query_as(
            "SELECT pg_try_advisory_lock($1), pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()",
        );
        let (is_held, pid, began): (bool, i32, String) = asked.bind(WRITES).fetch_one(conn).await?;
        if is_held {
            *self.last.lock() = Some(Backend { pid, began });
        }
        Ok(is_held)
    }

    /// Terminates the session that held the lock, in case the server has not noticed that it is lost.
    async fn regains(&self, conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
        let Some(Backend { pid, began }) = self.last.lock().clone() else { return Ok(false) };
        let ended =
            sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2");
        ended.bind(pid).bind(began).execute(&mut *conn).await?;
        let latest = Instant::now() + ENDS_WITHIN;
        loop {
            if self.locks(conn).await? {
                return Ok(true);
            }
            if Instant::now() >= latest {
                return Ok(false);
            }
            sleep(PAUSE).await;
        }
    }

    /// A new session without a time limit.
    pub async fn unlimited(&self) -> Result<Loan, DbError> {
        Ok(Loan::own(connect(&without_limits(&self.options)).await?))
    }

    /// Closes the session, unless the writer has taken it.
    pub async fn close(&self) {
        let idle = self.idle.lock().take();
        if let Some(conn) = idle {
            close(conn).await;
        }
    }

    /// Whether the writer has taken the session.
    pub fn in_use(&self) -> usize {
        usize::from(self.idle.lock().is_none())
    }
}

impl Loan {
    /// Starts a write transaction, if this process is still the writer.
    pub(crate) async fn begin(&mut self) -> Result<(), DbError> {
        let rows = raw_sql(BEGIN).fetch_all(&mut **self).await?;
        let row = rows.last().ok_or(DbError::Silent)?;
        let (id, name): (String, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
        let writing = self.writing.as_mut().ok_or(DbError::Held)?;
        if name.as_deref() != Some(&*writing.name) {
            return Err(DbError::TakenOver);
        }
        writing.transaction = id.parse().map(Transaction).ok();
        Ok(())
    }

    /// The current transaction.
    pub(crate) fn take_transaction(&mut self) -> Option<Transaction> {
        self.writing.as_mut()?.transaction.take()
    }

    /// The outcome of a transaction of an ended session.
    ///
    /// # Errors
    /// [`DbError::Unknown`] if the server does not remember it; or if it does not answer.
    pub(crate) async fn outcome(&mut self, Transaction(id): Transaction) -> Result<Outcome, DbError> {
        let asked = sqlx::query_scalar("SELECT pg_xact_status($1::text::xid8)").bind(id.to_string());
        let status: Option<String> = match asked.fetch_one(&mut **self).await {
            // This server has never known it.
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NEVER_KNOWN) => return Err(DbError::Unknown),
            answer => answer?,
        };
        match status.as_deref() {
            Some("committed") => Ok(Outcome::Committed),
            Some("aborted") => Ok(Outcome::Aborted),
            // Its session has released the lock and is about to end.
            Some(_) => Err(DbError::Silent),
            None => Err(DbError::Unknown),
        }
    }
}

/// The holder of the lock, if it has registered.
pub async fn holder(conn: &mut PgConnection) -> Option<Holder> {
    let asked = sqlx::query_as(
        "SELECT w.value, a.value FROM settings w JOIN settings a ON a.name = 'writer_address' WHERE w.name = 'writer'",
    );
    let (name, address): (String, String) = asked.fetch_optional(conn).await.ok()??;
    Some(Holder { name, address: address.parse().ok()? })
}

/// Registers the address of the holder.
pub async fn note_address(conn: &mut PgConnection, address: SocketAddr) -> Result<(), sqlx::Error> {
    let noted = sqlx::query(
        "INSERT INTO settings (name, value) VALUES ('writer_address', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    );
    noted.bind(address.to_string()).execute(conn).await.map(drop)
}

/// A new session.
pub(super) async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    timeout(CONNECT_LIMIT, options.connect()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// No time limit, whatever the server's settings for this user or database.
pub(super) fn without_limits(options: &PgConnectOptions) -> PgConnectOptions {
    options
        .clone()
        .options(["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"].map(|limit| (limit, "0")))
}
