//! How many messages may be pinned.

use crate::kernel::{ApiError, errors, limits::sizes};

sizes! {
    /// Pinned messages of a channel.
    PINS: i64 = "pins", 250;
    PINS_PAGE: i64 = "pins_page", 50;
}

errors! {
    too_many_pins = 400 / 30003, "Maximum number of pins reached.";
}

/// Refuses one more pin beside those that a channel has.
pub fn check_room(pins: i64) -> Result<(), ApiError> {
    if pins < PINS { Ok(()) } else { Err(too_many_pins()) }
}
