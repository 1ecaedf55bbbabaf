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
#[cfg(fuzzing)]
pub mod fuzzing;
mod last;
mod leftovers;
mod pace;
mod restore;
mod take;
mod unpack;

use std::{io, path::Path};

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

pub use last::finished as last_finished;
pub use leftovers::sweep;
pub use restore::{Restored, is_unfinished, restore};
pub use take::{Taken, Wanted, take};

use crate::{
    db::{DatabaseUrl, OpenError},
    kernel::Secret,
};

const FORMAT: u32 = 1;
const LABEL: &str = "chatspace-backup.json";
const DATABASE: &str = "database.sqlite";
const KEY: &str = "secret.key";
const MEDIA: &str = "media/";
const SUMS: &str = "SHA256SUMS";
const END: &str = "END.json";

/// What a backup is of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Label {
    pub format: u32,
    /// Of the program that took it.
    pub version: String,
    pub engine: Engine,
    /// The last migration of the database; none without a database.
    pub schema: Option<i64>,
    pub taken_at: String,
    /// Tells the server's key from others without giving it away.
    pub key: String,
}

/// What the database was kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl From<&DatabaseUrl> for Engine {
    fn from(url: &DatabaseUrl) -> Self {
        match url {
            DatabaseUrl::Sqlite(_) => Self::Sqlite,
            DatabaseUrl::Postgres(_) => Self::Postgres,
        }
    }
}

/// What a whole backup ends with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    files: u64,
    bytes: u64,
    /// Of `SHA256SUMS`.
    sha256: String,
}

/// Why nothing was backed up or restored.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("there is no instance here: {0} does not exist; DATA_DIR or DATABASE_URL says where it is")]
    NoInstance(String),
    #[error("{0} is there already")]
    Exists(String),
    #[error("{place} cannot be made: {source}")]
    CannotCreate { place: String, source: io::Error },
    #[error("{0} is not empty; a backup is restored into an empty data folder only")]
    NotEmpty(String),
    #[error("another backup is being written to {0}")]
    Locked(String),
    #[error("the backup is cut, altered or none at all: {0}")]
    Damaged(String),
    #[error("the backup is of a newer version, {0}; restore it with that")]
    Newer(String),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("{place} has room for {available} MiB, and the backup may need {needed}")]
    NoRoom { place: String, available: u64, needed: u64 },
    #[error("{place} cannot be read or written: {source}")]
    Io { place: String, source: io::Error },
    #[error("{0}")]
    OtherEngine(&'static str),
}

impl Failed {
    fn io(place: &Path) -> impl FnOnce(io::Error) -> Self {
        let place = place.display().to_string();
        move |source| Self::Io { place, source }
    }

    fn create(place: &Path) -> impl FnOnce(io::Error) -> Self {
        let place = place.display().to_string();
        move |source| Self::CannotCreate { place, source }
    }
}

/// The same for the same key. A key has 32 random bytes, so it is not found by trying.
fn mark_of(key: &Secret) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes());
    mac.map(|mac| hex::encode(&mac.chain_update(b"chatspace backup 1").finalize().into_bytes()[..8])).unwrap_or_default()
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes what has happened to the names in a folder outlive a power cut.
fn sync_folder(folder: &Path) -> Result<(), Failed> {
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Failed::io(folder))
}
