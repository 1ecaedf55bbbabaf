//! A SQLite database is written by one process: a lock on a file beside it, which says where that process answers.
//!
//! The file is beside the database, and not in a data folder, for two servers may have two of those and one database. It is found by the
//! database's real name, whatever links lead to it.

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

/// The lock, for as long as somebody has it.
#[derive(Debug, Clone)]
pub struct Hold(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    name: String,
    /// `None` where nothing can be written, and so nothing must be guarded; and when it was let go.
    file: Mutex<Option<File>>,
    address: OnceLock<SocketAddr>,
    is_lost: AtomicBool,
}

/// The path of the database without links, and a refusal of one that has a second name.
pub fn real_path(path: &Path) -> Result<PathBuf, OpenError> {
    let place = path.display().to_string();
    let failed = |source: io::Error| OpenError::Unreachable { place: place.clone(), source: source.into() };
    match fs::metadata(path) {
        // Its log would have a name of its own beside each of them.
        Ok(file) if file.nlink() > 1 => {
            let reason = "the file has a second name, a hard link, by which another program could write to it".to_owned();
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

/// The file that is locked.
pub fn lock_of(path: &Path) -> PathBuf {
    beside(path, "-lock")
}

/// Takes the database for this process.
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

/// The file with its lock, unless another process has it.
fn lock(path: &Path) -> io::Result<Option<File>> {
    // It is not emptied before it is ours, for it may say where another process answers.
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(lock_of(path))?;
    if !file.try_lock_exclusive()? {
        return Ok(None);
    }
    file.set_len(0)?;
    Ok(Some(file))
}

/// Who has the database, if somebody has it and says so.
pub fn holder(path: &Path) -> Option<Holder> {
    let text = fs::read_to_string(lock_of(path)).ok()?;
    let (name, address) = text.trim().split_once(' ')?;
    Some(Holder { name: name.to_owned(), address: address.parse().ok()? })
}

impl Hold {
    /// The name of this process as the one that has the database.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Notes where this process answers.
    pub fn note_address(&self, address: SocketAddr) -> io::Result<()> {
        let address = self.0.address.get_or_init(|| address);
        match &mut *self.0.file.lock() {
            Some(file) => writeln!(file, "{} {address}", self.0.name),
            None => Ok(()),
        }
    }

    /// Takes it again, should somebody have removed the file. If another process was faster, the database is lost.
    pub fn renew(&self) {
        let Inner { path, file, is_lost, .. } = &*self.0;
        let mut held = file.lock();
        if held.as_ref().is_none_or(|file| is_at(file, &lock_of(path))) {
            return;
        }
        match lock(path) {
            Ok(Some(file)) => *held = Some(file),
            Ok(None) => is_lost.store(true, Ordering::Relaxed),
            // Where the folder is gone, too, nobody else can have it.
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

    /// Whether another process may have the database.
    pub fn is_lost(&self) -> bool {
        self.0.is_lost.load(Ordering::Relaxed)
    }

    /// Lets others have the database, although parts of this process may still know it.
    pub fn release(&self) {
        drop(self.0.file.lock().take());
    }
}

/// Whether this is the file that stands there.
fn is_at(file: &File, path: &Path) -> bool {
    let found = fs::metadata(path).and_then(|found| Ok((found, file.metadata()?)));
    found.is_ok_and(|(found, own)| (found.dev(), found.ino()) == (own.dev(), own.ino()))
}
