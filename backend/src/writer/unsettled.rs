//! A group whose COMMIT nobody has heard the end of.
//!
//! Invariant: nothing further is written before it is known. Then what was stored is made known in its place in the order of commits,
//! as if nothing had happened, and what was not stored never is.

use super::{Effect, job::Done};
use crate::db::{DbError, Transaction};

pub(super) struct Unsettled {
    pub transaction: Transaction,
    effects: Vec<Effect>,
    /// Those who still wait to be told.
    ran: Vec<Box<dyn Done>>,
    /// What they are told if it was not stored.
    for_callers: DbError,
}

impl Unsettled {
    pub fn new(transaction: Transaction, effects: Vec<Effect>, ran: Vec<Box<dyn Done>>, for_callers: DbError) -> Self {
        Self { transaction, effects, ran, for_callers }
    }

    /// Those who wait are told that it is not known. Whoever looks where others begin to listen has then gone.
    pub fn is_too_late(&mut self) {
        for done in self.ran.drain(..) {
            done.answer(Some(DbError::NotCommitted));
        }
        self.effects.retain(|effect| !matches!(effect, Effect::AfterCommit(_)));
    }

    /// It was stored: what is to be made known, and whom to answer.
    pub fn committed(self) -> (Vec<Effect>, Vec<Box<dyn Done>>) {
        (self.effects, self.ran)
    }

    /// It was not.
    pub fn aborted(self) {
        for done in self.ran {
            done.answer(Some(self.for_callers.for_caller()));
        }
    }
}
