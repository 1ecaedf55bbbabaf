//! Entry points for the fuzz targets of this module.

use std::time::{Duration, Instant};

use super::{Kind, drawing, probe};

/// Decoding budget of a fuzzed image, small enough to try many.
const SMALL_BYTES: u64 = 8 * 1024 * 1024;

/// Probes a file, and draws it if it is a small image.
pub fn image(bytes: &[u8]) {
    let Some(kind) = Kind::of(bytes) else { return };
    if probe::of(kind, bytes).is_some_and(|probe| probe.decoding_bytes <= SMALL_BYTES) {
        let _ = drawing::redraw(kind, bytes, Instant::now() + Duration::from_secs(5));
    }
}
