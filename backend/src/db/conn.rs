//! Connections and transactions.

use sqlx::Connection;

use super::{DbError, Lease, Loan, Outcome, Transaction, timed};

/// A borrowed connection.
pub enum Conn {
    Sqlite(Lease),
    Postgres(Loan),
}

impl Conn {
    /// Checks that the database answers.
    pub(super) async fn ping(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.ping().await?,
            Self::Postgres(conn) => {
                timed!(conn, conn.ping())?;
            }
        }
        Ok(())
    }

    /// Writes without an effect, to check that writing is possible.
    pub(crate) async fn probe(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA user_version = 0").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Starts a transaction that takes the write lock at once.
    pub(crate) async fn begin(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut **conn).await.map(drop)?,
            Self::Postgres(conn) => conn.begin().await?,
        }
        Ok(())
    }

    /// Starts a read-only transaction, which works with a read-only database.
    pub(crate) async fn begin_reading(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("BEGIN").await,
            Self::Postgres(_) => self.raw("BEGIN READ ONLY").await,
        }
    }

    /// Starts a transaction with one snapshot.
    pub(super) async fn begin_snapshot(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("BEGIN").await,
            Self::Postgres(_) => self.raw("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await,
        }
    }

    /// Identifies the current transaction, to query its outcome if the commit is not answered.
    pub(crate) fn take_transaction(&mut self) -> Option<Transaction> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(conn) => conn.take_transaction(),
        }
    }

    /// The outcome of a transaction whose commit was not answered.
    pub(crate) async fn outcome(&mut self, transaction: Transaction) -> Result<Outcome, DbError> {
        match self {
            Self::Sqlite(_) => Err(DbError::Unknown),
            Self::Postgres(conn) => conn.outcome(transaction).await,
        }
    }

    pub(crate) async fn commit(&mut self) -> Result<(), DbError> {
        match self {
            // Postgres rolls back a transaction with a failed statement, and reports success.
            Self::Postgres(conn) if conn.has_failed() => Err(DbError::NotCommitted),
            Self::Sqlite(_) | Self::Postgres(_) => self.raw("COMMIT").await,
        }
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), DbError> {
        self.raw("ROLLBACK").await
    }

    /// Sets a savepoint for [`Conn::rollback_to_savepoint`], until the next one is set.
    pub(crate) async fn savepoint(&mut self) -> Result<(), DbError> {
        self.raw("SAVEPOINT job").await
    }

    /// The same, replacing a previous savepoint.
    pub(crate) async fn renew_savepoint(&mut self) -> Result<(), DbError> {
        self.raw("RELEASE SAVEPOINT job; SAVEPOINT job").await
    }

    /// Rolls back to the savepoint, which remains.
    pub(crate) async fn rollback_to_savepoint(&mut self) -> Result<(), DbError> {
        self.raw("ROLLBACK TO SAVEPOINT job").await?;
        if let Self::Postgres(conn) = self {
            conn.forgive();
        }
        Ok(())
    }

    /// Whether a failed statement leaves the transaction usable.
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

    /// Checkpoints SQLite's log, as far as no reader needs older pages.
    pub(crate) async fn fold_log(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => self.raw("PRAGMA wal_checkpoint(PASSIVE)").await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Closes the connection instead of returning it, if its state is unknown.
    pub(crate) async fn discard(self) {
        // Does not wait for a server that does not answer: it rolls back when it notices the closed connection.
        if let Self::Sqlite(conn) = self
            && let Err(error) = conn.close().await
        {
            tracing::debug!(%error, "a broken database connection did not close cleanly");
        }
    }
}
