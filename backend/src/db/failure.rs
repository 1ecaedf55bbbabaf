//! What the world failed at. The caller cannot mend it; it is logged once, where it is answered.

/// A failure of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("the database refused: {0}")]
    Database(sqlx::Error),
    /// Nothing more can be stored until there is room.
    #[error("the disk is full")]
    Full,
    /// The machine could not read or write; what was promised since is not certain.
    #[error("the disk failed: {0}")]
    Disk(sqlx::Error),
    /// A file other than the database's could not be read or written.
    #[error("a file could not be read or written: {0}")]
    File(std::io::Error),
    /// Too much is waiting to be written, or the server is stopping.
    #[error("the writer takes no more")]
    Busy,
    /// The commit of a group failed; nothing of it was stored.
    #[error("the commit failed")]
    NotCommitted,
    /// A write turn panicked; nothing of it was stored.
    #[error("a write turn panicked")]
    Panicked,
}

/// SQLite's primary result codes.
const SQLITE_IOERR: i32 = 10;
const SQLITE_FULL: i32 = 13;

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(error),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(inner) => inner.code().map(std::borrow::Cow::into_owned),
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => return Self::Busy,
            _ => None,
        };
        match code.as_deref() {
            // Postgres: disk_full
            Some("53100") => Self::Full,
            Some(code) => match code.parse::<i32>().map(|code| code & 0xFF) {
                Ok(SQLITE_FULL) if code.len() <= 4 => Self::Full,
                Ok(SQLITE_IOERR) if code.len() <= 4 => Self::Disk(error),
                _ => Self::Database(error),
            },
            None => Self::Database(error),
        }
    }
}
