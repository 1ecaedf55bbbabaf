//! Copies of a SQLite database: creating them during use, and verifying them.

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

use super::{
    OpenError,
    sqlite::{APPLICATION_ID, open_error},
};

/// Virtual machine instructions of SQLite between two rests: far less than a millisecond of work.
const STEP: i32 = 1000;

/// The last migration known to this program.
pub fn newest_schema() -> i64 {
    sqlx::migrate!("../migrations/sqlite").iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Copies a snapshot into an empty file. Writers are not blocked: the copy is one long read, during which the log grows. The copy
/// is not synced. `rest` is called repeatedly, and may block.
///
/// # Errors
/// If the database cannot be read or the copy cannot be written.
pub async fn take(from: &Path, to: &Path, mut rest: impl FnMut() + Send + 'static) -> Result<(), OpenError> {
    // Of the two connections, only this one removes the log if no other process has opened the database.
    let keeper = opened(from).await?;
    let failed = |error| open_error(from.display().to_string(), error);
    // It writes to the copy only, so it need not sync. If it could write to the database, that would apply there as well.
    let reading = options(from).read_only(true).synchronous(SqliteSynchronous::Off);
    let mut reader = reading.connect().await.map_err(failed)?;
    reader.lock_handle().await.map_err(failed)?.set_progress_handler(STEP, move || {
        rest();
        true
    });
    let copied = sqlx::query("VACUUM INTO $1").bind(to.display().to_string()).execute(&mut reader).await;
    copied.map_err(failed)?;
    closed(reader, from).await?;
    closed(keeper, from).await
}

/// The last migration of a copy.
///
/// # Errors
/// If it cannot be read.
pub async fn schema(path: &Path) -> Result<i64, OpenError> {
    let mut conn = opened(path).await?;
    let schema = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut conn).await;
    let schema = schema.map_err(|error| open_error(path.display().to_string(), error))?;
    closed(conn, path).await?;
    Ok(schema)
}

/// Checks that a copy belongs to this program, is undamaged, and is not newer than this program.
///
/// # Errors
/// If it does not, or cannot be read.
pub async fn check(path: &Path) -> Result<(), OpenError> {
    let place = path.display().to_string();
    let unusable = |reason: &str| OpenError::Unusable { place: place.clone(), reason: reason.to_owned() };
    let failed = |error| open_error(place.clone(), error);
    let mut conn = opened(path).await?;
    let owner: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut conn).await.map_err(failed)?;
    if owner != APPLICATION_ID {
        return Err(unusable("it belongs to another program"));
    }
    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut conn).await.map_err(failed)?;
    if found != "ok" {
        return Err(unusable(&found));
    }
    let stray = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut conn).await.map_err(failed)?;
    if stray.is_some() {
        return Err(unusable("it refers to missing rows"));
    }
    closed(conn, path).await?;
    if schema(path).await? > newest_schema() { Err(unusable("it is newer")) } else { Ok(()) }
}

/// Deletes all sessions in a copy, with their tokens and push subscriptions.
///
/// # Errors
/// If it cannot be written.
pub async fn sign_everybody_out(path: &Path) -> Result<(), OpenError> {
    let mut conn = opened(path).await?;
    let ended = sqlx::query("DELETE FROM logins").execute(&mut conn).await;
    ended.map_err(|error| open_error(path.display().to_string(), error))?;
    closed(conn, path).await
}

/// Not read-only: the log of a closed database may have to be recovered first.
async fn opened(path: &Path) -> Result<SqliteConnection, OpenError> {
    options(path).connect().await.map_err(|error| open_error(path.display().to_string(), error))
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(Duration::from_secs(5))
}

async fn closed(conn: SqliteConnection, path: &Path) -> Result<(), OpenError> {
    conn.close().await.map_err(|error| open_error(path.display().to_string(), error))
}
