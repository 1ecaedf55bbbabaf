//! Deletes what belonged to guilds and channels that are gone, in steps that are small enough for the writer.
//!
//! Invariants:
//! - What is deleted is gone for everybody in the job that deletes it: the model forgets it, and a restart does not read it. Only its
//!   rows stay for a while, and nobody asks for them.
//! - A row in `deletions` is written by that job and goes with the last of the rows, so a restart continues.
//! - A step deletes a bounded number of rows, however much hangs on one of them.

pub mod actions;
mod store;

use crate::{slice::Slice, writer::Hooks};

pub static SLICE: Slice = Slice {
    hooks: Hooks {
        account_deleted: Some(|uow, gone| Box::pin(async move { Ok(actions::begin_user(uow, gone.id).await?) })),
        ..Hooks::NONE
    },
    message_positions: &[("deletions", "place")],
    ..Slice::EMPTY
};
