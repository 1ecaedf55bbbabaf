//! Export and deletion of the caller's data.

mod deletion;
mod export;

pub use deletion::{delete, erase_some};
pub use export::export;
