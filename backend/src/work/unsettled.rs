//! A group whose COMMIT nobody has heard the end of.
//!
//! Invariant: nothing further is written before it is known. Then what was stored is made known in its place in the order of commits,
//! as if nothing had happened, and what was not stored never is.

use super::{Step, turn::Done};
use crate::db::{Failure, Transaction};

pub(super) struct Unsettled {
    pub transaction: Transaction,
    steps: Vec<Step>,
    /// Those who still wait to be told.
    ran: Vec<Box<dyn Done>>,
    /// What they are told if it was not stored.
    told: Failure,
}

impl Unsettled {
    pub fn new(transaction: Transaction, steps: Vec<Step>, ran: Vec<Box<dyn Done>>, told: Failure) -> Self {
        Self { transaction, steps, ran, told }
    }

    /// Those who wait are told that it is not known. Whoever looks where others begin to listen has then gone.
    pub fn is_too_late(&mut self) {
        for done in self.ran.drain(..) {
            done.answer(Some(Failure::NotCommitted));
        }
        self.steps.retain(|step| !matches!(step, Step::Look(_)));
    }

    /// It was stored: what is to be made known, and whom to answer.
    pub fn committed(self) -> (Vec<Step>, Vec<Box<dyn Done>>) {
        (self.steps, self.ran)
    }

    /// It was not.
    pub fn aborted(self) {
        for done in self.ran {
            done.answer(Some(self.told.told()));
        }
    }
}
