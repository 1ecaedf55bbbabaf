//! The data folder: held by one process, and readable by its user alone.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use fs4::fs_std::FileExt;

use super::StartError;
use crate::{backup, config::Config, db::DatabaseUrl};

/// The file in the data folder that is locked while a server uses it.
const LOCK: &str = "lock";

fn folder(config: &Config) -> String {
    config.data_dir.display().to_string()
}

/// Makes the data folder and takes it for this process.
///
/// # Errors
/// When it cannot be made, or another process has it.
pub fn lock(config: &Config) -> Result<File, StartError> {
    let failed = |source| StartError::Folder { folder: folder(config), source };
    fs::create_dir_all(&config.data_dir).map_err(failed)?;
    let path = config.data_dir.join(LOCK);
    let opened = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    // Where nothing can be written, what is there can still be read.
    let is_read_only = opened.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::ReadOnlyFilesystem);
    let file = if is_read_only { File::open(&path) } else { opened }.map_err(failed)?;
    match file.try_lock_exclusive() {
        Ok(true) => Ok(file),
        Ok(false) => Err(StartError::Locked { folder: folder(config) }),
        Err(source) => Err(failed(source)),
    }
}

/// What a restore that was broken off has left is no instance.
///
/// # Errors
/// When there is such a thing in the data folder.
pub fn refuse_half_restored(config: &Config) -> Result<(), StartError> {
    if backup::is_unfinished(&config.data_dir) { Err(StartError::HalfRestored { folder: folder(config) }) } else { Ok(()) }
}

/// What the owner of a file or folder may do. Nobody else may do anything.
const OWNER: u32 = 0o700;

/// Takes the rights of others away from everything in the data folder, and from a database that lies elsewhere. What the server makes has
/// none ([`crate::cli`]); a folder that somebody has made or copied may have.
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

/// Yields whether anything had to be changed. What is not there needs nothing, and a link is left to whoever has made it.
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

/// SQLite's file and what stands beside it.
fn database_files(database: &DatabaseUrl) -> Vec<PathBuf> {
    let DatabaseUrl::Sqlite(path) = database else { return Vec::new() };
    let beside = |ending: &str| {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    ["", "-wal", "-shm", "-journal", "-lock"].map(beside).into()
}
