//! Location of a database, the process that holds it, and errors of opening it.

use std::{net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

/// The location of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` URL; it may contain a password.
    Postgres(String),
}

/// The URL has none of the accepted forms.
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

/// Time limit of a reading statement on SQLite.
pub(super) const READ_LIMIT: Duration = Duration::from_secs(2);

/// The process that writes to a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Differs at each start.
    pub name: String,
    pub address: SocketAddr,
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database {place} cannot be opened: {source}")]
    Unreachable { place: String, source: sqlx::Error },
    #[error("the database {place} cannot be used and was not changed: {reason}. To restore a backup: chatspace restore FILE")]
    Unusable { place: String, reason: String },
    #[error("another process has opened the database {place}{}", by.as_ref().map(|by| format!("; it listens at {}", by.address)).unwrap_or_default())]
    Held { place: String, by: Option<Holder> },
    #[error("the bundled SQLite {found} is older than 3.51.3, which loses data")]
    OldSqlite { found: String },
}
