//! The data folder: locked by one process, and accessible to its user only.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use fs4::fs_std::FileExt;

use super::StartError;
use crate::{backup, config::Config, db::DatabaseUrl};

/// The lock file of the data folder.
const LOCK: &str = "lock";

fn folder(config: &Config) -> String {
    config.data_dir.display().to_string()
}

/// Creates the data folder and locks it for this process.
///
/// # Errors
/// If it cannot be created, or another process holds it.
pub fn lock(config: &Config) -> Result<File, StartError> {
    let failed = |source| StartError::Folder { folder: folder(config), source };
    fs::create_dir_all(&config.data_dir).map_err(failed)?;
    let path = config.data_dir.join(LOCK);
    let opened = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    // On a read-only file system, existing data can still be served.
    let is_read_only = opened.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::ReadOnlyFilesystem);
    let file = if is_read_only { File::open(&path) } else { opened }.map_err(failed)?;
    match file.try_lock_exclusive() {
        Ok(true) => Ok(file),
        Ok(false) => Err(StartError::Locked { folder: folder(config) }),
        Err(source) => Err(failed(source)),
    }
}

/// Refuses the remains of an interrupted restore.
///
/// # Errors
/// If the data folder contains an unfinished restore.
pub fn refuse_half_restored(config: &Config) -> Result<(), StartError> {
    if backup::is_unfinished(&config.data_dir) { Err(StartError::HalfRestored { folder: folder(config) }) } else { Ok(()) }
}

/// Permissions of the owner of a file or folder. Others have none.
const OWNER: u32 = 0o700;

/// Removes other users' access to everything in the data folder, and to a database elsewhere. Files created by the server have
/// none ([`crate::cli`]); a folder created or copied by a user may.
pub(super) fn restrict_access(config: &Config) {
    let mut corrected = 0;
    let mut failed = None;
    let mut waiting: Vec<PathBuf> = database_files(&config.database);
    waiting.push(config.data_dir.clone());
    while let Some(path) = waiting.pop() {
        match make_private(&path) {
            Ok(changed) => corrected += usize::from(changed),
            Err(error) => failed = Some((path.display().to_string(), error)),
        }
        if path.is_dir() && !path.is_symlink() {
            waiting.extend(fs::read_dir(&path).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())));
        }
    }
    let folder = folder(config);
    if corrected > 0 {
        tracing::warn!(folder, corrected, "other users of this machine had access to data of the server; it was removed");
    }
    if let Some((path, error)) = failed {
        tracing::warn!(path, %error, "cannot restrict access to the data: other users of this machine may read it");
    }
}

/// Returns whether anything was changed. Missing files and symbolic links are skipped.
fn make_private(path: &Path) -> io::Result<bool> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) if !found.is_symlink() => found,
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(_) | Err(_) => return Ok(false),
    };
    let mode = found.permissions().mode();
    let others_may = mode & 0o077 != 0;
    if others_may {
        fs::set_permissions(path, Permissions::from_mode(mode & OWNER))?;
    }
    Ok(others_may)
}

/// SQLite's file and its companions.
fn database_files(database: &DatabaseUrl) -> Vec<PathBuf> {
    let DatabaseUrl::Sqlite(path) = database else { return Vec::new() };
    let beside = |ending: &str| {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    ["", "-wal", "-shm", "-journal", "-lock"].map(beside).into()
}
