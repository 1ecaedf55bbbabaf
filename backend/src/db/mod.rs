//! The only module that distinguishes the two engines.
//!
//! Invariants: one text of SQL serves both, with `$1 … $n`; all writes go through the one writer of [`crate::uow`]; a read is one
//! statement and thus one snapshot. There is no query builder and no object mapper: statements are literals where they are used,
//! in the macros below, and a test prepares each on both engines.

mod conn;
pub mod copy;
mod database;
mod error;
mod lanes;
mod open;
mod postgres;
mod redate;
mod sqlite;
mod timed;
mod verbs;
mod wire_types;

use std::path::Path;

pub use conn::Conn;
pub use database::Db;
pub use error::DbError;
pub use lanes::Lease;
use lanes::{Lanes, Use};
use open::READ_LIMIT;
pub use open::{BadDatabaseUrl, DatabaseUrl, Holder, OpenError};
pub(crate) use postgres::in_time;
pub use postgres::{Loan, Outcome, Transaction};
pub use redate::redate;
pub use sqlite::{Hold, hold, lock_of};
pub(crate) use timed::timed;
pub(crate) use verbs::{execute, execute_for_each, fetch_all, fetch_all_for_each, fetch_one, fetch_optional};

/// The version of the bundled SQLite.
pub async fn sqlite_version() -> String {
    sqlite::version().await
}

/// Free bytes on the disk of a folder; `None` if unknown.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
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
