//! What the fuzz targets reach of this module.

use super::frames;

/// Reads a frame of a client.
pub fn frame(bytes: &[u8], extended: bool) {
    let _ = frames::read(bytes, extended);
}
