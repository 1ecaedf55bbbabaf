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
    sync::Arc,
};

use fs4::fs_std::FileExt;

use super::inspect::beside;
use crate::db::{Holder, OpenError};

/// The lock, for as long as somebody has it.
#[derive(Debug, Clone)]
pub struct Hold {
    /// `None` where nothing can be written, and so nothing must be guarded.
    file: Option<Arc<File>>,
    pub name: Arc<str>,
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
    let failed = |source: io::Error| OpenError::Unreachable { place: place.clone(), source: source.into() };
    // It is not emptied before it is ours, for it may say where another process answers.
    let opened = OpenOptions::new().write(true).create(true).truncate(false).open(lock_of(path));
    let file = match opened {
        Err(error) if error.kind() == ErrorKind::ReadOnlyFilesystem => return Ok(Hold { file: None, name: name.into() }),
        opened => opened.map_err(failed)?,
    };
    if !file.try_lock_exclusive().map_err(failed)? {
        return Err(OpenError::Held { place, by: holder(path) });
    }
    file.set_len(0).map_err(failed)?;
    Ok(Hold { file: Some(Arc::new(file)), name: name.into() })
}

/// Who has the database, if somebody has it and says so.
pub fn holder(path: &Path) -> Option<Holder> {
    let text = fs::read_to_string(lock_of(path)).ok()?;
    let (name, address) = text.trim().split_once(' ')?;
    Some(Holder { name: name.to_owned(), address: address.parse().ok()? })
}

impl Hold {
    /// Notes where this process answers.
    pub fn note_address(&self, address: SocketAddr) -> io::Result<()> {
        match &self.file {
            Some(file) => writeln!(&**file, "{} {address}", self.name),
            None => Ok(()),
        }
    }

    /// Lets others have the database, although parts of this process may still know it.
    pub fn release(&self) {
        if let Some(file) = &self.file
            && let Err(error) = FileExt::unlock(&**file)
        {
            tracing::warn!(%error, "the database was not let go");
        }
    }
}
