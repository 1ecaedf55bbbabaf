//! A lock that prevents the removal of images while a backup, possibly of another process, reads them.
//!
//! The file `held` in the folder of images is locked: shared by backups, exclusively by the removal of an image.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Folders of unfinished writes and removals.
pub(super) const UNFINISHED: &str = "unfinished";
const FILE: &str = "held";

/// Prevents the removal of images while it lives. New ones may be added.
#[derive(Debug)]
pub struct Held {
    root: PathBuf,
    _lock: File,
}

/// The file, not locked yet.
pub(super) fn file(root: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(root.join(FILE))
}

impl Held {
    /// Locks all images of a folder, once a running removal is done.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn all(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let lock = file(root)?;
        lock.lock_shared()?;
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    /// Calls `act` with every file of an image, and its path below the folder.
    ///
    /// # Errors
    /// When the disk fails, or with the error of `act`.
    pub fn each(&self, act: &mut dyn FnMut(&str, &Path) -> io::Result<()>) -> io::Result<()> {
        each_below(&self.root, "", act)
    }
}

fn each_below(folder: &Path, before: &str, act: &mut dyn FnMut(&str, &Path) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if before.is_empty() && (name == FILE || name == UNFINISHED) {
            continue;
        }
        let (name, path, kind) = (format!("{before}{name}"), entry.path(), entry.file_type()?);
        if kind.is_dir() {
            each_below(&path, &format!("{name}/"), act)?;
        } else if kind.is_file() {
            act(&name, &path)?;
        }
    }
    Ok(())
}
