//! SQL of links and letters.

mod letters;
mod links;

pub use letters::*;
pub use links::*;
