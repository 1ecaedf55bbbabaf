//! SQL of log-ins, refresh tokens, the second factor, and what happened to accounts.

mod events;
mod log_ins;
mod second_factor;

pub use events::*;
pub use log_ins::*;
pub use second_factor::*;
