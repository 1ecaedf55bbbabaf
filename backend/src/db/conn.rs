//! A connection, and transactions on it.

use sqlx::Connection;

use super::{DbError, Lease, Loan, Outcome, Transaction, timed};

/// One connection, on loan.
pub enum Conn {
    Sqlite(Lease),
    Postgres(Loan),
}

impl Conn {
    /// Asks whether the database is there.
    pub(super) async fn ping(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.ping().await?,
            Self::Postgres(conn) => {
                timed!(conn, conn.ping())?;
            }
        }
        Ok(())
    }

    /// Writes something that changes nothing, to learn whether writing is possible.
    pub(crate) async fn probe(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA user_version = 0").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Opens a transaction that holds the right to write from its start.
    pub(crate) async fn begin(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut **conn).await.map(drop)?,
            Self::Postgres(conn) => conn.begin().await?,
        }
        Ok(())
    }

    /// Opens a transaction that may not write, for which a read-only database is good enough.
    pub(crate) async fn begin_reading(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("BEGIN").await,
            Self::Postgres(_) => self.raw("BEGIN READ ONLY").await,
        }
    }

    /// Opens a transaction that sees everything as it is at its first statement.
    pub(super) async fn begin_snapshot(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("BEGIN").await,
            Self::Postgres(_) => self.raw("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await,
        }
    }

    /// By which it can be asked afterwards whether the transaction under way was committed, if it cannot be known otherwise.
    pub(crate) fn take_transaction(&mut self) -> Option<Transaction> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(conn) => conn.take_transaction(),
        }
    }

    /// What has become of a transaction whose end nobody has heard of.
    pub(crate) async fn outcome(&mut self, transaction: Transaction) -> Result<Outcome, DbError> {
        match self {
            Self::Sqlite(_) => Err(DbError::Unknown),
            Self::Postgres(conn) => conn.outcome(transaction).await,
        }
    }

    pub(crate) async fn commit(&mut self) -> Result<(), DbError> {
        match self {
            // Postgres rolls a transaction back in which a statement has failed, and says that all is well.
            Self::Postgres(conn) if conn.has_failed() => Err(DbError::NotCommitted),
            Self::Sqlite(_) | Self::Postgres(_) => self.raw("COMMIT").await,
        }
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), DbError> {
        self.raw("ROLLBACK").await
    }

    /// Marks the point to which [`Conn::rollback_to_savepoint`] returns, until the next one is marked.
    pub(crate) async fn savepoint(&mut self) -> Result<(), DbError> {
        self.raw("SAVEPOINT job").await
    }

    /// The same when there is a mark before it, which is forgotten.
    pub(crate) async fn renew_savepoint(&mut self) -> Result<(), DbError> {
        self.raw("RELEASE SAVEPOINT job; SAVEPOINT job").await
    }

    /// Goes back to the mark, which stays.
    pub(crate) async fn rollback_to_savepoint(&mut self) -> Result<(), DbError> {
        self.raw("ROLLBACK TO SAVEPOINT job").await?;
        if let Self::Postgres(conn) = self {
            conn.forgive();
        }
        Ok(())
    }

    /// Whether a statement that fails leaves the transaction as it was.
    pub(crate) const fn rolls_back_single_statements(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    async fn raw(&mut self, statement: &'static str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
            Self::Postgres(conn) => sqlx::raw_sql(statement).execute(&mut **conn).await.map(drop)?,
        }
        Ok(())
    }

    /// Folds SQLite's log into its file, as far as nobody reads what is older.
    pub(crate) async fn fold_log(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA wal_checkpoint(PASSIVE)").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Ends the connection instead of giving it back, for one whose state is not known.
    pub(crate) async fn discard(self) {
        // A server that does not answer is not waited for: it ends what it was doing when it finds nobody there.
        if let Self::Sqlite(conn) = self
            && let Err(error) = conn.close().await
        {
            tracing::debug!(%error, "a broken database connection did not close cleanly");
        }
    }
}
