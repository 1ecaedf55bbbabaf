//! What the fuzz targets reach of this module.

use std::time::{Duration, Instant};

use super::{Kind, drawing, survey};

/// What decoding may take for a picture to be decoded here, so that many are tried.
const SMALL_BYTES: u64 = 8 * 1024 * 1024;

/// Surveys a file, and draws it if it is a small picture.
pub fn picture(bytes: &[u8]) {
    let Some(kind) = Kind::of(bytes) else { return };
    if survey::of(kind, bytes).is_some_and(|survey| survey.decoding_bytes <= SMALL_BYTES) {
        let _ = drawing::redraw(kind, bytes, Instant::now() + Duration::from_secs(5));
    }
}
