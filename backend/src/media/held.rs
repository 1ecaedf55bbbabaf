//! Keeps every image where it is while a backup reads them, in this process or another one.
//!
//! The file `held` in the folder of images is locked: by a backup together with others, by who removes an image alone.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// What is being written, and what is being removed.
pub(super) const UNFINISHED: &str = "unfinished";
const FILE: &str = "held";

/// While it lives, no image is removed. New ones may come.
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
    /// Holds all images of a folder, after a removal that is under way.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn all(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let lock = file(root)?;
        lock.lock_shared()?;
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    /// Yields every file of an image, with its path below the folder.
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
