//! Errors of the database and the file system. The caller cannot correct them; they are logged once, where they are answered.

use crate::observe::metrics;

/// An error of the database or of the connection to it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("the database reported an error: {0}")]
    Database(sqlx::Error),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The disk has failed; recent commits may be lost.
    #[error("the disk failed: {0}")]
    Disk(sqlx::Error),
    /// The file system or the database server is read-only.
    #[error("the database is read-only")]
    ReadOnly,
    /// The database's files were deleted or replaced; commits since then may be lost.
    #[error("the server's files were deleted or replaced while it was running")]
    FilesGone,
    /// A file other than the database's could not be read or written.
    #[error("a file could not be read or written: {0}")]
    File(std::io::Error),
    /// The write queue is full, or the server is stopping.
    #[error("the write queue is full")]
    Busy,
    /// The commit of a batch failed; none of it was stored.
    #[error("the commit failed")]
    NotCommitted,
    /// The database server is unreachable.
    #[error("the database cannot be reached: {0}")]
    Away(sqlx::Error),
    /// The database server does not answer.
    #[error("the database does not answer")]
    Silent,
    /// A lost session or another process still holds the database.
    #[error("the write lock of the database is held by another session")]
    Held,
    /// Another process writes to the database now.
    #[error("another process has taken the database over")]
    TakenOver,
    /// The outcome of a commit is unknown.
    #[error("the outcome of a commit is unknown")]
    Unknown,
    /// A row was not inserted, and not because of a conflict.
    #[error("a row was not inserted")]
    NotInserted,
    /// A statement exceeded its time limit.
    #[error("the statement took too long")]
    TimedOut,
    /// A write job panicked; nothing of it was stored.
    #[error("a write job panicked")]
    Panicked,
}

/// SQLite's primary result codes.
const SQLITE_READONLY: i32 = 8;
const SQLITE_INTERRUPT: i32 = 9;
const SQLITE_IOERR: i32 = 10;
const SQLITE_FULL: i32 = 13;
/// The index of the log could not grow. Unlike for the log itself, SQLite does not report that the disk is full.
const SQLITE_IOERR_SHMSIZE: i32 = 4874;

impl DbError {
    /// The error, if the next write is likely to fail too.
    pub(crate) fn of_the_disk(&self) -> Option<Self> {
        match self {
            Self::Full => Some(Self::Full),
            Self::ReadOnly => Some(Self::ReadOnly),
            Self::Disk(error) => Some(Self::Disk(sqlx::Error::Io(std::io::Error::other(error.to_string())))),
            _ => None,
        }
    }
}

impl DbError {
    /// The error for all jobs whose writes were rolled back.
    pub(crate) const fn for_caller(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::ReadOnly => Self::ReadOnly,
            Self::Panicked => Self::Panicked,
            _ => Self::NotCommitted,
        }
    }
}

impl From<std::io::Error> for DbError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(error),
        }
    }
}

fn timed_out() -> DbError {
    metrics().statements_cut_off.inc();
    DbError::TimedOut
}

/// Postgres' codes for lost and refused connections, and for temporary errors: `connection_exception`, `admin_shutdown` and
/// similar, `insufficient_resources`, `invalid_authorization_specification`, and a database that is being recreated.
const PASSING: [&str; 6] = ["08", "57P", "53", "28", "3D", "25P03"];
/// `serialization_failure`, `deadlock_detected`, `lock_not_available`.
const IN_THE_WAY: [&str; 3] = ["40001", "40P01", "55P03"];

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(inner) => inner.code().map(std::borrow::Cow::into_owned),
            sqlx::Error::PoolClosed => return Self::Busy,
            sqlx::Error::PoolTimedOut => return Self::Silent,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
                return Self::Away(error);
            }
            _ => None,
        };
        match code.as_deref() {
            // Postgres: disk_full, read_only_sql_transaction
            Some("53100") => Self::Full,
            Some("25006") => Self::ReadOnly,
            // query_canceled
            Some("57014") => timed_out(),
            // Postgres' codes have five characters.
            Some(code) if code.len() > 4 => match code {
                _ if PASSING.iter().any(|known| code.starts_with(known)) => Self::Away(error),
                _ if IN_THE_WAY.contains(&code) => Self::Busy,
                _ => Self::Database(error),
            },
            Some(code) => match code.parse::<i32>().ok().map(|code| (code, code & 0xFF)) {
                Some((SQLITE_IOERR_SHMSIZE, _) | (_, SQLITE_FULL)) => Self::Full,
                Some((_, SQLITE_READONLY)) => Self::ReadOnly,
                Some((_, SQLITE_INTERRUPT)) => timed_out(),
                Some((_, SQLITE_IOERR)) => Self::Disk(error),
                _ => Self::Database(error),
            },
            None => Self::Database(error),
        }
    }
}
