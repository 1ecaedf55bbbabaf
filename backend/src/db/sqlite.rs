//! SQLite: one writer with full durability, a few read-only connections beside it.

use std::{path::Path, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Db, OpenError};

/// "ChSp": marks a file as ours.
pub(super) const APPLICATION_ID: i64 = 0x4368_5370;
const READERS: u32 = 4;

pub(super) async fn open(path: &Path) -> Result<Db, OpenError> {
    let place = path.display().to_string();
    let unreachable = |source| open_error(place.clone(), source);
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(256)
        .pragma("cache_size", "-8192")
        .pragma("temp_store", "memory");

    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(
            options
                .clone()
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .pragma("journal_size_limit", "67108864")
                .optimize_on_close(true, None),
        )
        .await
        .map_err(unreachable)?;
    check_version(&writer).await?;
    check_owner(&writer, &place).await?;
    sqlx::migrate!("../migrations/sqlite")
        .run(&writer)
        .await
        .map_err(|error| OpenError::Unusable { place: place.clone(), reason: error.to_string() })?;

    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.read_only(true).pragma("query_only", "on"))
        .await
        .map_err(unreachable)?;
    Ok(Db::Sqlite { readers, writer })
}

/// SQLite's primary result codes for a damaged file, and for one that is none.
const DAMAGED: [i32; 2] = [11, 26];

pub(super) fn open_error(place: String, source: sqlx::Error) -> OpenError {
    let code = source.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    match code.map(|code| code & 0xFF) {
        Some(code) if DAMAGED.contains(&code) => OpenError::Unusable { place, reason: source.to_string() },
        _ => OpenError::Unreachable { place, source },
    }
}

/// Versions before 3.51.3 can corrupt a log that is written and checkpointed at the same moment.
async fn check_version(pool: &SqlitePool) -> Result<(), OpenError> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await.unwrap_or_default();
    let parts: Vec<u32> = found.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < [3, 51, 3].as_slice() { Err(OpenError::OldSqlite { found }) } else { Ok(()) }
}

/// Refuses a file of another program; marks a new one as ours.
async fn check_owner(pool: &SqlitePool, place: &str) -> Result<(), OpenError> {
    let unusable = |reason: String| OpenError::Unusable { place: place.to_owned(), reason };
    let owner: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(pool).await.map_err(|error| unusable(error.to_string()))?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(pool)
        .await
        .map_err(|error| unusable(error.to_string()))?;
    if owner != APPLICATION_ID && tables > 0 {
        return Err(unusable("it belongs to another program".to_owned()));
    }
    sqlx::raw_sql("PRAGMA application_id = 1130910576").execute(pool).await.map(drop).map_err(|error| unusable(error.to_string()))
}
