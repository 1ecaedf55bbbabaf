//! Savepoints in a group's transaction, so that a failed job can be rolled back without the others.
//!
//! Invariants: a job with several statements has a savepoint before the first; a job without one that fails has stored nothing,
//! and where that is not certain, the whole group fails. A savepoint costs a round trip to the database, and so do the start and
//! the end of a transaction: a job of one statement has no savepoint, and if it is alone, it is its own transaction.

use super::unit::{SavepointState, UnitOfWork};
use crate::db::DbError;

impl UnitOfWork {
    /// Sets a savepoint in a job of several statements. It must be called before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn more_than_one_statement(&mut self) -> Result<(), DbError> {
        self.begin().await?;
        match self.savepoint.state {
            SavepointState::SetHere => {}
            SavepointState::SetBefore => self.conn.renew_savepoint().await?,
            SavepointState::NotBegun | SavepointState::Begun => self.conn.savepoint().await?,
        }
        self.savepoint.state = SavepointState::SetHere;
        Ok(())
    }

    /// Starts a transaction, if there is none.
    pub(super) async fn begin(&mut self) -> Result<(), DbError> {
        if !self.savepoint.is_begun() {
            self.conn.begin().await?;
            self.savepoint.state = SavepointState::Begun;
        }
        Ok(())
    }

    /// Starts a read-only transaction.
    pub(super) async fn begin_reading(&mut self) -> Result<(), DbError> {
        self.conn.begin_reading().await?;
        self.savepoint.state = SavepointState::Begun;
        Ok(())
    }

    pub(super) async fn begin_job(&mut self, is_brief: bool) -> Result<(), DbError> {
        self.savepoint.has_used_connection = false;
        if self.savepoint.state == SavepointState::SetHere {
            self.savepoint.state = SavepointState::SetBefore;
        }
        if is_brief && self.conn.rolls_back_single_statements() { Ok(()) } else { self.more_than_one_statement().await }
    }

    /// Rolls back what the job has stored.
    pub(super) async fn rollback_job(&mut self) -> Result<(), DbError> {
        if self.savepoint.state == SavepointState::SetHere {
            return self.conn.rollback_to_savepoint().await;
        }
        // A statement that failed by itself has stored nothing, but which one failed is unknown here.
        if self.savepoint.has_used_connection { Err(DbError::NotCommitted) } else { Ok(()) }
    }
}
