//! What can be done with one's data.

mod deletion;
mod export;

pub use deletion::{Buried, OwnMessages, bury, delete, erase_some};
pub use export::export;
