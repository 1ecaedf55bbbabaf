//! Backup of the database and the images to one verifiable file, and restore of an instance from it.
//!
//! The file is an uncompressed tar archive, which any tar can list. Format 1, in this order:
//! 1. `chatspace-backup.json`: the [`Label`].
//! 2. `database.sqlite`, except with `--media-only`.
//! 3. `secret.key`: the server's key, on request only.
//! 4. `media/…`: every image, as in the data folder.
//! 5. `SHA256SUMS`: a line for each file before it, in their order, in the format of `sha256sum --check`.
//! 6. `END.json`: the [`End`], with the checksum of those lines. Then the 1024 zeros that end a tar archive, and nothing else.
//!
//! Invariants:
//! - Everything is streamed: memory does not grow with the size or number of files.
//! - A backup gets its name only when it is complete and synced. A truncated, extended or altered one is refused.
//! - No image is removed between the start of the database copy and the last image (see [`crate::media::Held`]), and an image is
//!   on disk before a row refers to it. So every image that the copy refers to is in the archive.
//! - The copy of the database is a snapshot, and does not block the writer.
//! - An instance is restored into an empty folder only, and no server starts there before it is complete.

mod archive;
mod format;
#[cfg(fuzzing)]
pub mod fuzzing;
mod last;
mod leftovers;
mod pace;
mod restore;
mod take;
mod unpack;

use format::{DATABASE, END, End, FORMAT, KEY, LABEL, MEDIA, SUMS, folder_of, mark_of, sync_folder};
pub use format::{Engine, Failed, Label};
pub use last::finished as last_finished;
pub use leftovers::sweep;
pub use restore::{Restored, is_unfinished, restore};
pub use take::{BackupOptions, Taken, take};

use crate::db::DatabaseUrl;

impl From<&DatabaseUrl> for Engine {
    fn from(url: &DatabaseUrl) -> Self {
        match url {
            DatabaseUrl::Sqlite(_) => Self::Sqlite,
            DatabaseUrl::Postgres(_) => Self::Postgres,
        }
    }
}
