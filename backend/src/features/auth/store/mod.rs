//! SQL of log-ins, refresh tokens, the second factor, registrations, and what happened to accounts.

mod events;
mod log_ins;
mod registrations;
mod second_factor;

pub use events::*;
pub use log_ins::*;
pub use registrations::*;
pub use second_factor::*;
