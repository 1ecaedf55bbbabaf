//! What is marked in a group's transaction, so that a turn that is refused can be undone without the others.
//!
//! Invariants: a turn that stores several things has a mark before the first, and one that has none and is refused has stored nothing: where
//! that is not sure, nothing of the group is. A mark costs a round to the database, and so do the beginning and the end of a
//! transaction: a turn of one statement goes without a mark, and if it is alone, it is its own transaction.

use super::unit::{Place, Work};
use crate::db::Failure;

impl Work {
    /// Says that a brief turn stores more than one thing. It must be said before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn more_than_one_statement(&mut self) -> Result<(), Failure> {
        self.begin().await?;
        match self.mark.place {
            Place::MarkedHere => {}
            Place::Marked => self.conn.mark_anew().await?,
            Place::Nothing | Place::Begun => self.conn.mark().await?,
        }
        self.mark.place = Place::MarkedHere;
        Ok(())
    }

    /// Begins a transaction, if none has begun.
    pub(super) async fn begin(&mut self) -> Result<(), Failure> {
        if !self.mark.is_begun() {
            self.conn.begin().await?;
            self.mark.place = Place::Begun;
        }
        Ok(())
    }

    /// Begins a transaction that may not write.
    pub(super) async fn begin_reading(&mut self) -> Result<(), Failure> {
        self.conn.begin_reading().await?;
        self.mark.place = Place::Begun;
        Ok(())
    }

    pub(super) async fn begin_turn(&mut self, is_brief: bool) -> Result<(), Failure> {
        self.mark.has_asked = false;
        if self.mark.place == Place::MarkedHere {
            self.mark.place = Place::Marked;
        }
        if is_brief && self.conn.undoes_single_statements() { Ok(()) } else { self.more_than_one_statement().await }
    }

    /// Undoes what the turn has stored.
    pub(super) async fn undo_turn(&mut self) -> Result<(), Failure> {
        if self.mark.place == Place::MarkedHere {
            return self.conn.undo().await;
        }
        // A statement that failed by itself has stored nothing, but which one failed is not known here.
        if self.mark.has_asked { Err(Failure::NotCommitted) } else { Ok(()) }
    }
}
