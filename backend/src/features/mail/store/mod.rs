//! SQL of links and emails.

mod emails;
mod links;

pub use emails::*;
pub use links::*;
