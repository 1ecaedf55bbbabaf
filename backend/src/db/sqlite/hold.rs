//! A SQLite database is written by one process, which holds a lock on a file beside it. The file contains the address of that
//! process.
//!
//! The file is beside the database rather than in a data folder, since two servers could have different data folders and one
//! database. It is found by the database's canonical path.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use fs4::fs_std::FileExt;
use parking_lot::Mutex;

use super::inspect::beside;
use crate::db::{Holder, OpenError};

/// The lock, while it is held.
#[derive(Debug, Clone)]
pub struct Hold(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    name: String,
    /// `None` on a read-only file system, where no lock is needed, and after its release.
    file: Mutex<Option<File>>,
    address: OnceLock<SocketAddr>,
    is_lost: AtomicBool,
}

/// The canonical path of the database; a file with hard links is refused.
pub fn real_path(path: &Path) -> Result<PathBuf, OpenError> {
    let place = path.display().to_string();
    let failed = |source: io::Error| OpenError::Unreachable { place: place.clone(), source: source.into() };
    match fs::metadata(path) {
        // Each name would have a separate log.
        Ok(file) if file.nlink() > 1 => {
            let reason = "the file has a hard link, through which another program could write to it".to_owned();
            Err(OpenError::Unusable { place, reason })
        }
        Ok(_) => fs::canonicalize(path).map_err(failed),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let name = path.file_name().ok_or_else(|| failed(error))?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(fs::canonicalize(folder).map_err(failed)?.join(name))
        }
        Err(error) => Err(failed(error)),
    }
}

/// The lock file.
pub fn lock_of(path: &Path) -> PathBuf {
    beside(path, "-lock")
}

/// Locks the database for this process.
pub fn take(path: &Path, name: &str) -> Result<Hold, OpenError> {
    let place = path.display().to_string();
    let file = match lock(path) {
        Ok(Some(file)) => Some(file),
        Ok(None) => return Err(OpenError::Held { place, by: holder(path) }),
        Err(error) if error.kind() == ErrorKind::ReadOnlyFilesystem => None,
        Err(error) => return Err(OpenError::Unreachable { place, source: error.into() }),
    };
    Ok(Hold(Arc::new(Inner {
        path: path.to_owned(),
        name: name.to_owned(),
        file: Mutex::new(file),
        address: OnceLock::new(),
        is_lost: AtomicBool::new(false),
    })))
}

/// The locked file, unless another process holds it.
fn lock(path: &Path) -> io::Result<Option<File>> {
    // It is truncated only once it is locked, since it may contain the address of another process.
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(lock_of(path))?;
    if !file.try_lock_exclusive()? {
        return Ok(None);
    }
    file.set_len(0)?;
    Ok(Some(file))
}

/// The process that holds the database, if it has registered.
pub fn holder(path: &Path) -> Option<Holder> {
    let text = fs::read_to_string(lock_of(path)).ok()?;
    let (name, address) = text.trim().split_once(' ')?;
    Some(Holder { name: name.to_owned(), address: address.parse().ok()? })
}

impl Hold {
    /// The registered name of this process.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Registers the address of this process.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_address(&self, address: SocketAddr) -> io::Result<()> {
        let address = self.0.address.get_or_init(|| address);
        match &mut *self.0.file.lock() {
            Some(file) => writeln!(file, "{} {address}", self.0.name),
            None => Ok(()),
        }
    }

    /// Locks the file again if it was removed. If another process was faster, the database is lost.
    pub fn renew(&self) {
        let Inner { path, file, is_lost, .. } = &*self.0;
        let mut held = file.lock();
        if held.as_ref().is_none_or(|file| is_at(file, &lock_of(path))) {
            return;
        }
        match lock(path) {
            Ok(Some(file)) => *held = Some(file),
            Ok(None) => is_lost.store(true, Ordering::Relaxed),
            // Without its folder, no other process can open it.
            Err(error) => return tracing::debug!(%error, "the lock file of the database is gone"),
        }
        drop(held);
        tracing::warn!(file = %lock_of(path).display(), "the lock file of the database was removed");
        if self.is_lost() {
            return;
        }
        if let Some(address) = self.0.address.get()
            && let Err(error) = self.note_address(*address)
        {
            tracing::warn!(%error, "cannot write this server's address into the lock file of the database");
        }
    }

    /// Whether another process may hold the database.
    pub fn is_lost(&self) -> bool {
        self.0.is_lost.load(Ordering::Relaxed)
    }

    /// Releases the lock, although parts of this process may still have opened the database.
    pub fn release(&self) {
        drop(self.0.file.lock().take());
    }
}

/// Whether this is the file at the path.
fn is_at(file: &File, path: &Path) -> bool {
    let found = fs::metadata(path).and_then(|found| Ok((found, file.metadata()?)));
    found.is_ok_and(|(found, own)| (found.dev(), found.ino()) == (own.dev(), own.ino()))
}
