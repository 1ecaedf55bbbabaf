//! SQLite: one writer with full durability, and a few read-only connections.

mod hold;
mod inspect;

use std::{
    fs::OpenOptions,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

pub(super) use inspect::{APPLICATION_ID, open_error};
use inspect::{MIGRATIONS, is_one_of};
use sqlx::{
    Connection, SqliteConnection,
    migrate::MigrateError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{DbError, Holder, Lanes, OpenError, READ_LIMIT, Use};
use crate::observe::metrics;

const READERS: usize = 4;
/// Earlier versions can corrupt a log that is written and checkpointed at the same time.
const OLDEST: [u32; 3] = [3, 51, 3];

pub use hold::{Hold, lock_of};

/// Locks the file for this process, without opening it.
///
/// # Errors
/// If another process holds it.
pub fn hold(path: &Path) -> Result<Hold, OpenError> {
    hold::take(&hold::real_path(path)?, "")
}

pub(super) fn holder(path: &Path) -> Option<Holder> {
    hold::holder(&hold::real_path(path).ok()?)
}

pub(super) async fn open(path: &Path, name: &str) -> Result<(Arc<Lanes>, Arc<Lanes>, PathBuf, Hold), OpenError> {
    check_version().await?;
    let real = hold::real_path(path)?;
    let path = &real;
    let hold = hold::take(path, name)?;
    inspect::inspect(path).await?;
    let place = path.display().to_string();
    let failed = |error| match error {
        DbError::Database(source) | DbError::Disk(source) | DbError::Away(source) => open_error(place.clone(), source),
        other => open_error(place.clone(), sqlx::Error::Io(std::io::Error::other(other))),
    };
    let options = options(path);
    let writer = Lanes::new(writing(&options), 1, READ_LIMIT);
    let mut first = writer.lend(Use::Unlimited).await.map_err(failed)?;
    MIGRATIONS.run(&mut *first).await.map_err(|error| migration_error(place.clone(), error))?;
    metrics().now.migrations.set(i64::try_from(MIGRATIONS.iter().count()).unwrap_or(0));
    let reading = options.read_only(true).pragma("query_only", "on");
    let readers = Lanes::new(reading, READERS, READ_LIMIT);
    // Reports now whether it can be read.
    drop(readers.lend(Use::First).await.map_err(failed)?);
    Ok((readers, writer, real, hold))
}

/// Options of all connections.
fn options(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(256)
        .pragma("cache_size", "-8192")
        // With memory mapping, a disk error would end the process instead of a request.
        .pragma("mmap_size", "0")
        .pragma("temp_store", "memory");
    // Without a log, a read-only file can be opened only if SQLite is told that nobody writes it.
    if is_read_only(path) && !inspect::has_log(path) { options.immutable(true) } else { options }
}

fn writing(options: &SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous())
        .pragma("journal_size_limit", "67108864")
        .optimize_on_close(true, None)
}

/// The durability of a commit. A debug build can reduce it, so that the power failure test can show that it would notice; a
/// release build cannot.
#[cfg_attr(debug_assertions, expect(clippy::disallowed_methods, reason = "a fault of debug builds is no setting"))]
fn synchronous() -> SqliteSynchronous {
    #[cfg(debug_assertions)]
    if std::env::var_os("FAULT_SYNCHRONOUS_NORMAL").is_some() {
        return SqliteSynchronous::Normal;
    }
    SqliteSynchronous::Full
}

/// SQLite's primary result codes for a read-only file system, a disk error, and a full disk.
const NOT_WRITTEN: [i32; 3] = [8, 10, 13];

/// A failed migration leaves the database unchanged.
fn migration_error(place: String, error: MigrateError) -> OpenError {
    match error {
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) if is_one_of(&source, &NOT_WRITTEN) => {
            OpenError::Unreachable { place, source }
        }
        other => OpenError::Unusable { place, reason: other.to_string() },
    }
}

/// The version of the bundled SQLite.
pub(super) async fn version() -> String {
    let Ok(mut memory) = SqliteConnection::connect("sqlite::memory:").await else { return String::new() };
    sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut memory).await.unwrap_or_default()
}

async fn check_version() -> Result<(), OpenError> {
    let found = version().await;
    if is_old(&found) { Err(OpenError::OldSqlite { found }) } else { Ok(()) }
}

fn is_old(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    parts.as_slice() < OLDEST.as_slice()
}

/// Size of the log file.
pub(super) fn log_file_length(path: &Path) -> u64 {
    std::fs::metadata(inspect::beside(path, "-wal")).map_or(0, |file| file.len())
}

/// Used size of the log. Its file does not shrink when it is reset.
pub(super) async fn log_length(conn: &mut SqliteConnection) -> Result<u64, DbError> {
    let (_, pages, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(NOOP)").fetch_one(&mut *conn).await?;
    let page: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(conn).await?;
    Ok(u64::try_from(pages.saturating_mul(page)).unwrap_or(0))
}

/// Whether the database's file system is read-only, which SQLite reports as a disk error.
pub(super) fn is_read_only(path: &Path) -> bool {
    // Closing the file itself would release the locks of SQLite in this process. While it is open for writing there is a log,
    // which has none.
    let log = inspect::beside(path, "-wal");
    let file = if log.exists() { &log } else { path };
    OpenOptions::new().append(true).open(file).is_err_and(|error| error.kind() == ErrorKind::ReadOnlyFilesystem)
}

/// Refines an error.
pub(super) fn cause(error: DbError, path: &Path) -> DbError {
    if matches!(error, DbError::Disk(_)) && is_read_only(path) { DbError::ReadOnly } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_lose_data_are_old() {
        for old in ["", "3.8.11", "3.45.1", "3.51.2"] {
            assert!(is_old(old), "{old}");
        }
        for new in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(!is_old(new), "{new}");
        }
    }
}
