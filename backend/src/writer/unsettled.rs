//! A group whose COMMIT was not answered.
//!
//! Invariant: nothing is written before the outcome is known. If the group was stored, its effects then run in commit order; if not,
//! they never run.

use super::{Effect, job::Done};
use crate::db::{DbError, Transaction};

pub(super) struct Unsettled {
    pub transaction: Transaction,
    effects: Vec<Effect>,
    /// Jobs whose callers still wait.
    ran: Vec<Box<dyn Done>>,
    /// The error for the callers if the group was not stored.
    for_callers: DbError,
}

impl Unsettled {
    pub fn new(transaction: Transaction, effects: Vec<Effect>, ran: Vec<Box<dyn Done>>, for_callers: DbError) -> Self {
        Self { transaction, effects, ran, for_callers }
    }

    /// Answers the waiting callers that the outcome is unknown and drops their callbacks.
    pub fn is_too_late(&mut self) {
        for done in self.ran.drain(..) {
            done.answer(Some(DbError::NotCommitted));
        }
        self.effects.retain(|effect| !matches!(effect, Effect::AfterCommit(_)));
    }

    /// The group was stored: its effects and its jobs to answer.
    pub fn committed(self) -> (Vec<Effect>, Vec<Box<dyn Done>>) {
        (self.effects, self.ran)
    }

    /// The group was not stored.
    pub fn aborted(self) {
        for done in self.ran {
            done.answer(Some(self.for_callers.for_caller()));
        }
    }
}
