//! The only place that knows there are two engines.
//!
//! Invariants: one text of SQL serves both, with `$1 … $n`; what is written goes through the one writer of [`crate::work`];
//! a read is one statement and so one snapshot. There is no query builder and no object mapper: statements stand as
//! literals where they are used, behind the verbs below, and a test prepares each on both engines.

pub mod copy;
mod failure;
mod lanes;
mod postgres;
mod redate;
mod sqlite;
mod verbs;
mod wire_types;

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{Connection, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::observe::metrics;

pub use failure::Failure;
pub use lanes::Lease;
use lanes::{Lanes, Use};
pub use redate::redate;
pub(crate) use verbs::{execute, execute_for_each, fetch_all, fetch_all_for_each, fetch_one, fetch_optional};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` address; it may hold a password.
    Postgres(String),
}

/// The address has none of the accepted forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be sqlite:///absolute/path.db, sqlite://relative.db or postgres://…")]
pub struct BadDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, BadDatabaseUrl> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")) {
            Some(path) if !path.is_empty() && !path.starts_with(":memory:") && !path.contains('?') => {
                Ok(Self::Sqlite(path.into()))
            }
            _ => Err(BadDatabaseUrl),
        }
    }
}

/// A statement that reads may take so long.
const READ_LIMIT: Duration = Duration::from_secs(2);

/// A database: connections to read with, and the one to write with.
#[derive(Debug, Clone)]
pub enum Db {
    Sqlite {
        readers: Arc<Lanes>,
        writer: Arc<Lanes>,
        path: Arc<Path>,
    },
    /// Not all connections to read with are lent to everybody.
    Postgres {
        readers: PgPool,
        writer: PgPool,
        others: Arc<Semaphore>,
    },
}

/// One connection, on loan.
pub enum Conn {
    Sqlite(Lease),
    Postgres(Loan),
}

/// A connection to Postgres.
pub struct Loan {
    conn: PoolConnection<Postgres>,
    _taken: Option<OwnedSemaphorePermit>,
}

impl Deref for Loan {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.conn
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.conn
    }
}

impl Db {
    /// Opens the database and brings its tables up to date; makes a SQLite file that is not there.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, or is newer than this program.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::open(path).await,
            DatabaseUrl::Postgres(address) => postgres::open(address).await,
        }
    }

    /// A connection to read with. A statement that takes longer than two seconds fails.
    ///
    /// # Errors
    /// When none is free in time or the database cannot be reached.
    pub async fn read(&self) -> Result<Conn, Failure> {
        self.lend(Use::Other).await
    }

    /// The same for signing in and for reading messages: one connection is kept for them, however slow all other reading is.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_first(&self) -> Result<Conn, Failure> {
        self.lend(Use::First).await
    }

    async fn lend(&self, what_for: Use) -> Result<Conn, Failure> {
        let began = Instant::now();
        let conn = match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.lend(what_for).await?),
            Self::Postgres { readers, others, .. } => {
                let taken = match what_for {
                    Use::Other => Some(postgres::permit(others.clone()).await?),
                    Use::First | Use::Unlimited => None,
                };
                Conn::Postgres(Loan { conn: readers.acquire().await?, _taken: taken })
            }
        };
        metrics().read_wait_seconds.observe(began.elapsed().as_secs_f64());
        Ok(conn)
    }

    /// A connection to read everything with, at start.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_without_limit(&self) -> Result<Conn, Failure> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.lend(Use::Unlimited).await?),
            Self::Postgres { writer, .. } => Conn::Postgres(Loan { conn: writer.acquire().await?, _taken: None }),
        })
    }

    /// Connections on loan now, by pool.
    pub fn in_use(&self) -> Vec<(&'static str, usize)> {
        fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> usize {
            usize::try_from(pool.size()).unwrap_or(usize::MAX).saturating_sub(pool.num_idle())
        }
        match self {
            Self::Sqlite { readers, writer, .. } => vec![("read", readers.in_use()), ("write", writer.in_use())],
            Self::Postgres { readers, writer, .. } => vec![("read", of(readers)), ("write", of(writer))],
        }
    }

    /// The connection to write with. Only the writer asks for it, and keeps it.
    pub(crate) async fn write(&self) -> Result<Conn, Failure> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Conn::Sqlite(writer.lend(Use::Unlimited).await?),
            Self::Postgres { writer, .. } => Conn::Postgres(Loan { conn: writer.acquire().await?, _taken: None }),
        })
    }

    /// What a failure really is: SQLite tells a file system that takes no writes as an error of the disk.
    pub(crate) fn cause(&self, failure: Failure) -> Failure {
        match self {
            Self::Sqlite { path, .. } => sqlite::cause(failure, path),
            Self::Postgres { .. } => failure,
        }
    }

    /// Whether nothing can be stored because the file system takes no writes.
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Sqlite { path, .. } => sqlite::is_read_only(path),
            Self::Postgres { .. } => false,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Failure> {
        let mut conn = self.read().await?;
        match &mut conn {
            Conn::Sqlite(conn) => conn.ping().await?,
            Conn::Postgres(conn) => conn.ping().await?,
        }
        Ok(())
    }

    /// Ends all connections; SQLite's log is folded into its file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

/// The version of the SQLite inside.
pub async fn sqlite_version() -> String {
    sqlite::version().await
}

impl Conn {
    /// Writes something that changes nothing, to learn whether writing is possible.
    pub(crate) async fn probe(&mut self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA user_version = 0").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Opens a transaction that holds the right to write from its start.
    pub(crate) async fn begin(&mut self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut **conn).await.map(drop)?,
            Self::Postgres(conn) => sqlx::raw_sql("BEGIN").execute(&mut **conn).await.map(drop)?,
        }
        Ok(())
    }

    /// Opens a transaction that may not write, for which a read-only database is good enough.
    pub(crate) async fn begin_reading(&mut self) -> Result<(), Failure> {
        self.raw("BEGIN").await
    }

    pub(crate) async fn commit(&mut self) -> Result<(), Failure> {
        self.raw("COMMIT").await
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), Failure> {
        self.raw("ROLLBACK").await
    }

    /// Marks the point to which [`Conn::undo`] returns, until the next one is marked.
    pub(crate) async fn mark(&mut self) -> Result<(), Failure> {
        self.raw("SAVEPOINT turn").await
    }

    /// The same when there is a mark before it, which is forgotten.
    pub(crate) async fn mark_anew(&mut self) -> Result<(), Failure> {
        self.raw("RELEASE SAVEPOINT turn; SAVEPOINT turn").await
    }

    /// Goes back to the mark, which stays.
    pub(crate) async fn undo(&mut self) -> Result<(), Failure> {
        self.raw("ROLLBACK TO SAVEPOINT turn").await
    }

    /// Whether a statement that fails leaves the transaction as it was.
    pub(crate) const fn undoes_single_statements(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    async fn raw(&mut self, statement: &'static str) -> Result<(), Failure> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
            Self::Postgres(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
        }
        Ok(())
    }

    /// Folds SQLite's log into its file, as far as nobody reads what is older.
    pub(crate) async fn fold_log(&mut self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA wal_checkpoint(PASSIVE)").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Ends the connection instead of giving it back, for one whose state is not known.
    pub(crate) async fn discard(self) {
        let closed = match self {
            Self::Sqlite(conn) => conn.close().await,
            Self::Postgres(loan) => loan.conn.close().await,
        };
        if let Err(error) = closed {
            tracing::debug!(%error, "a broken connection did not close cleanly");
        }
    }
}

/// Bytes that can still be stored where a folder is; `None` if nobody says.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database {place} cannot be opened: {source}")]
    Unreachable { place: String, source: sqlx::Error },
    #[error("the database {place} cannot be used and is left as it is: {reason}. To bring a backup back: chatspace restore FILE")]
    Unusable { place: String, reason: String },
    #[error("the bundled SQLite {found} is older than 3.51.3, which loses data")]
    OldSqlite { found: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accepted_forms_of_a_database_url() {
        assert_eq!("sqlite:///var/data.db".parse(), Ok(DatabaseUrl::Sqlite("/var/data.db".into())));
        assert_eq!("sqlite://data.db".parse(), Ok(DatabaseUrl::Sqlite("data.db".into())));
        assert!(matches!("postgres://u@h/db".parse(), Ok(DatabaseUrl::Postgres(_))));
        for bad in ["", "data.db", "mysql://h/db", "sqlite://", "sqlite::memory:"] {
            assert_eq!(bad.parse::<DatabaseUrl>(), Err(BadDatabaseUrl), "{bad}");
        }
    }
}
