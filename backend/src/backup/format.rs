//! The contents of a backup, and its errors.

use std::{io, path::Path};

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{db::OpenError, kernel::Secret};

pub(super) const FORMAT: u32 = 1;

pub(super) const LABEL: &str = "chatspace-backup.json";

pub(super) const DATABASE: &str = "database.sqlite";

pub(super) const KEY: &str = "secret.key";

pub(super) const MEDIA: &str = "media/";

pub(super) const SUMS: &str = "SHA256SUMS";

pub(super) const END: &str = "END.json";

/// The label of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub struct Label {
    pub format: u32,
    /// Of the program that created it.
    pub version: String,
    pub engine: Engine,
    /// The last migration of the database; `None` without a database.
    pub schema: Option<i64>,
    pub taken_at: String,
    /// Identifies the server's key without revealing it.
    pub key: String,
}

/// The kind of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The end mark of a complete backup.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// Of `SHA256SUMS`.
    pub(super) sha256: String,
}

/// Why a backup or restore failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("no instance found: {0} does not exist; set DATA_DIR or DATABASE_URL")]
    NoInstance(String),
    #[error("{0} already exists")]
    Exists(String),
    #[error("cannot create {place}: {source}")]
    CannotCreate { place: String, source: io::Error },
    #[error("{0} is not empty; a backup is restored into an empty data folder only")]
    NotEmpty(String),
    #[error("another backup is being written to {0}")]
    Locked(String),
    #[error("the backup is truncated, altered or not a backup: {0}")]
    Damaged(String),
    #[error("the backup is of a newer version, {0}; use that version to restore it")]
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
    pub(super) fn io(place: &Path) -> impl FnOnce(io::Error) -> Self {
        let place = place.display().to_string();
        move |source| Self::Io { place, source }
    }

    pub(super) fn create(place: &Path) -> impl FnOnce(io::Error) -> Self {
        let place = place.display().to_string();
        move |source| Self::CannotCreate { place, source }
    }
}

/// A fingerprint of a key, which has 32 random bytes and thus cannot be found by trying.
pub(super) fn mark_of(key: &Secret) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes());
    mac.map(|mac| hex::encode(&mac.chain_update(b"chatspace backup 1").finalize().into_bytes()[..8])).unwrap_or_default()
}

/// The folder that contains a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Syncs a folder, so that its entries survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Failed> {
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Failed::io(folder))
}
