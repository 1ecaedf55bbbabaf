//! A backup: the database and the pictures in one file that can be checked, and an instance made from it.
//!
//! The file is a tar archive without compression, so any tar shows what is in it. Format 1, in this order:
//! 1. `chatspace-backup.json`: the [`Label`].
//! 2. `database.sqlite`, but not with `--media-only`.
//! 3. `secret.key`: the server's key, only when asked for.
//! 4. `media/…`: every picture, as in the data folder.
//! 5. `SHA256SUMS`: a line for each file before it, in their order, in the form that `sha256sum --check` takes.
//! 6. `END.json`: the [`End`], with the checksum of those lines. Then the 1024 zeros that end a tar archive, and nothing.
//!
//! Invariants:
//! - All is streamed: what waits in memory does not grow with the files or with their number.
//! - A backup has its name only when it is whole and on the disk. One that was cut, added to or altered is refused.
//! - No picture is removed from before the database is copied until the last picture is (see [`crate::media::Held`]), and a
//!   picture is on the disk before a row names it. So each one that the copy names is in the archive.
//! - The copy of the database is the state of one moment, and does not hold up the writer.
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
