//! What is marked in a group's transaction, so that a job that is refused can be rolled back without the others.
//!
//! Invariants: a job that stores several things has a savepoint before the first, and one that has none and is refused has stored nothing: where
//! that is not sure, nothing of the group is. A savepoint costs a round to the database, and so do the beginning and the end of a
//! transaction: a job of one statement goes without a savepoint, and if it is alone, it is its own transaction.

use super::unit::{SavepointState, UnitOfWork};
use crate::db::DbError;

impl UnitOfWork {
    /// Says that a brief job stores more than one thing. It must be said before the first.
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

    /// Begins a transaction, if none has begun.
    pub(super) async fn begin(&mut self) -> Result<(), DbError> {
        if !self.savepoint.is_begun() {
            self.conn.begin().await?;
            self.savepoint.state = SavepointState::Begun;
        }
        Ok(())
    }

    /// Begins a transaction that may not write.
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

    /// Undoes what the job has stored.
    pub(super) async fn rollback_job(&mut self) -> Result<(), DbError> {
        if self.savepoint.state == SavepointState::SetHere {
            return self.conn.rollback_to_savepoint().await;
        }
        // A statement that failed by itself has stored nothing, but which one failed is not known here.
        if self.savepoint.has_used_connection { Err(DbError::NotCommitted) } else { Ok(()) }
    }
}
