//! SQL of sessions, refresh tokens, the second factor, registrations, and account events.

mod events;
mod registrations;
mod second_factor;
mod sessions;

pub use events::*;
pub use registrations::*;
pub use second_factor::*;
pub use sessions::*;
