//! Entry points for the fuzz targets of this module.

use super::frames;

/// Parses a client frame.
pub fn frame(bytes: &[u8], extended: bool) {
    let _ = frames::read(bytes, extended);
}
