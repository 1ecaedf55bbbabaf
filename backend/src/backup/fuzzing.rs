//! Entry points for the fuzz targets of this module.

use std::path::Path;

use super::unpack::{Places, unpack};

/// Unpacks a backup into a folder.
pub fn archive(bytes: &[u8], folder: &Path) {
    let places = Places { database: folder.join("database"), key: folder.join("key"), media: folder.join("media") };
    let _ = unpack(bytes, &places, |_| Ok(()));
}
