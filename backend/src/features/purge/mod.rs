//! Deletes what `deletions` lists, in steps that are small enough for the writer.

pub mod actions;
