//! A zip archive that a thread writes while its parts are still being read from the database.
//!
//! Invariants: only a few parts are queued in memory. The file is unlinked as soon as it is created, so nothing remains if the
//! server or the client disconnects.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use serde::Serialize;
use tokio::{sync::mpsc, task::JoinHandle};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{db::DbError, kernel::random};

/// Maximum number of queued parts.
const WAITING: usize = 4;

enum Part {
    File(String),
    Bytes(Vec<u8>),
}

/// An archive that is being written.
pub struct Archive {
    parts: mpsc::Sender<Part>,
    written: JoinHandle<io::Result<File>>,
}

/// The thread has stopped; [`Archive::finish`] returns its error.
fn stopped<T>(_: T) -> DbError {
    DbError::NotCommitted
}

impl Archive {
    /// Starts an archive in a file of this folder.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn begin(folder: &Path) -> Result<Self, DbError> {
        let file = nameless(folder).map_err(db_error)?;
        let (parts, waiting) = mpsc::channel(WAITING);
        let written = tokio::task::spawn_blocking(move || write(file, waiting));
        Ok(Self { parts, written })
    }

    /// Starts a file in the archive.
    ///
    /// # Errors
    /// When the thread has stopped.
    pub async fn begin_file(&mut self, name: &str) -> Result<(), DbError> {
        self.parts.send(Part::File(name.to_owned())).await.map_err(stopped)
    }

    /// Writes to the current file.
    ///
    /// # Errors
    /// When the thread has stopped.
    pub async fn write(&mut self, bytes: Vec<u8>) -> Result<(), DbError> {
        self.parts.send(Part::Bytes(bytes)).await.map_err(stopped)
    }

    /// Adds a whole file.
    ///
    /// # Errors
    /// When the thread has stopped.
    pub async fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), DbError> {
        self.begin_file(name).await?;
        self.write(bytes).await
    }

    /// Finishes the archive and returns it, rewound to its start.
    ///
    /// # Errors
    /// When the archive could not be written.
    pub async fn finish(self) -> Result<File, DbError> {
        drop(self.parts);
        self.written.await.map_err(|_| DbError::Panicked)?.map_err(db_error)
    }
}

/// Creates an unlinked file that no other process can open.
fn nameless(folder: &Path) -> io::Result<File> {
    let path = folder.join(format!("export-{}.zip", hex::encode(random::bytes::<8>())));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

fn write(file: File, mut parts: mpsc::Receiver<Part>) -> io::Result<File> {
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default().large_file(true).unix_permissions(0o600);
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::File(name) => zip.start_file(name, options)?,
            Part::Bytes(bytes) => zip.write_all(&bytes)?,
        }
    }
    let mut file = zip.finish()?;
    file.rewind()?;
    Ok(file)
}

fn db_error(error: io::Error) -> DbError {
    if error.kind() == io::ErrorKind::StorageFull { DbError::Full } else { DbError::Disk(error.into()) }
}

/// One JSON value per line.
pub fn lines<T: Serialize>(items: &[T]) -> Vec<u8> {
    let mut text = Vec::new();
    for item in items {
        serde_json::to_writer(&mut text, item).expect("what is kept has string keys and no failing parts");
        text.push(b'\n');
    }
    text
}
