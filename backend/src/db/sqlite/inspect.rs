//! Inspects a database before it is opened for writing, and creates a new one.
//!
//! Invariants: a refused file is not modified; a missing or damaged database is never replaced by an empty one; a file under its
//! final name is always complete, since a new one is created under another name.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};

use crate::db::OpenError;

/// "ChSp": the application id of our files.
pub(in crate::db) const APPLICATION_ID: i64 = 0x4368_5370;
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/sqlite");

/// The header of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Time limit of the check; the rest of a larger file is not checked.
const CHECK_LIMIT: Duration = Duration::from_millis(500);
/// Virtual machine instructions of SQLite between two checks of the time.
const STEPS: i32 = 10_000;

/// The companion file of `path` with this suffix.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn length(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(file) => Ok(Some(file.len())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether there is a log that has not been checkpointed.
pub(super) fn has_log(path: &Path) -> bool {
    matches!(length(&beside(path, "-wal")), Ok(Some(1..)))
}

/// Refuses a damaged or foreign file; creates a missing one.
pub(super) async fn inspect(path: &Path) -> Result<(), OpenError> {
    let place = path.display().to_string();
    let refuse = |reason: String| OpenError::Unusable { place: place.clone(), reason };
    let unreachable = |source: io::Error| OpenError::Unreachable { place: place.clone(), source: source.into() };
    match length(path).map_err(unreachable)? {
        None if has_log(path) => return Err(refuse("the file is missing, but its log exists".to_owned())),
        None => return make(path).await.map_err(|source| OpenError::Unreachable { place: place.clone(), source }),
        Some(0) => return Err(refuse("the file is empty".to_owned())),
        Some(_) => {}
    }
    let mut first = [0; MAGIC.len()];
    let read = File::open(path).map_err(unreachable)?.read_exact(&mut first);
    if read.is_err() || first != *MAGIC {
        return Err(refuse("it is not a SQLite database".to_owned()));
    }
    // A read-only file needs no lock, and no files are created beside it. If there is a log, it is needed for reading.
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(!has_log(path));
    match examine(&options).await {
        Ok(None) => Ok(()),
        Ok(Some(reason)) => Err(refuse(reason)),
        Err(source) => Err(open_error(place, source)),
    }
}

/// Why the database cannot be used, if so.
async fn examine(options: &SqliteConnectOptions) -> Result<Option<String>, sqlx::Error> {
    let mut conn = options.connect().await?;
    let reason = match wrong_owner(&mut conn).await? {
        Some(reason) => Some(reason),
        None => match newer(&mut conn).await? {
            Some(reason) => Some(reason),
            None => damage(&mut conn).await?,
        },
    };
    conn.close().await?;
    Ok(reason)
}

async fn wrong_owner(conn: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    let owner: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *conn).await?;
    Ok((owner != APPLICATION_ID).then(|| "it belongs to another program".to_owned()))
}

async fn newer(conn: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    // A crash before the first migration leaves a database without tables.
    let migrated: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'").fetch_one(&mut *conn).await?;
    if migrated == 0 {
        return Ok(None);
    }
    let found: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut *conn).await?;
    let known = MIGRATIONS.iter().map(|migration| migration.version).max();
    let version = env!("CARGO_PKG_VERSION");
    Ok((found > known).then(|| format!("it was written by a newer version than this one, {version}")))
}

/// The first damage found by SQLite's quick check within the time limit.
async fn damage(conn: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    let latest = Instant::now() + CHECK_LIMIT;
    conn.lock_handle().await?.set_progress_handler(STEPS, move || Instant::now() < latest);
    let found: Result<String, _> = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *conn).await;
    conn.lock_handle().await?.remove_progress_handler();
    match found {
        Ok(found) if found == "ok" => Ok(None),
        Ok(found) => Ok(Some(format!("it is damaged: {found}"))),
        Err(_) if Instant::now() >= latest => Ok(None),
        Err(error) => Err(error),
    }
}

/// Creates an empty database with our application id.
async fn make(path: &Path) -> Result<(), sqlx::Error> {
    let unfinished = beside(path, "-new");
    if let Err(error) = fs::remove_file(&unfinished)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error.into());
    }
    let options = SqliteConnectOptions::new().filename(&unfinished).create_if_missing(true);
    let mut conn = options.connect().await?;
    sqlx::raw_sql("PRAGMA application_id = 1130910576").execute(&mut conn).await?;
    conn.close().await?;
    fs::rename(&unfinished, path)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

pub(super) fn is_one_of(error: &sqlx::Error, primary: &[i32]) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| primary.contains(&(code & 0xFF)))
}

/// SQLite's primary result codes for a damaged file, and for a file of another format.
pub(super) const DAMAGED: [i32; 2] = [11, 26];

pub(in crate::db) fn open_error(place: String, source: sqlx::Error) -> OpenError {
    if is_one_of(&source, &DAMAGED) {
        return OpenError::Unusable { place, reason: source.to_string() };
    }
    OpenError::Unreachable { place, source }
}
