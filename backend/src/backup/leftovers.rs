//! Removes unfinished files of killed backups, which may be as large as the database.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use fs4::fs_std::FileExt;

use super::restore;

/// File extensions while a backup is being written.
pub(super) const ARCHIVE: &str = "unfinished";
pub(super) const COPY: &str = "unfinished-copy";
/// The first bytes of such files.
const BEGINNINGS: [&[u8]; 2] = [super::LABEL.as_bytes(), b"SQLite format 3\0"];

/// Removes unfinished files from a folder, unless a running backup holds their lock.
pub fn sweep(folder: &Path) {
    restore::sweep(folder);
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !ending.is_some_and(|ending| [ARCHIVE, COPY].contains(&ending)) {
            continue;
        }
        // A file that cannot be removed only takes up space.
        if is_left(&path).unwrap_or(false) && fs::remove_file(&path).is_ok() {
            tracing::warn!(path = %path.display(), "removed leftovers of an interrupted backup");
        }
    }
}

/// Whether it is one of our files and nobody is writing it.
fn is_left(path: &Path) -> io::Result<bool> {
    if !path.symlink_metadata()?.is_file() {
        return Ok(false);
    }
    let file = File::open(path)?;
    if !file.try_lock_exclusive()? {
        return Ok(false);
    }
    let mut beginning = Vec::new();
    (&file).take(64).read_to_end(&mut beginning)?;
    Ok(beginning.is_empty() || BEGINNINGS.iter().any(|known| beginning.starts_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_writes_any_more_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.tar.unfinished"), super::super::LABEL).expect("written");
        fs::write(path("a.tar.unfinished-copy"), b"SQLite format 3\0...").expect("written");
        fs::write(path("empty.unfinished"), "").expect("written");
        for kept in ["whole.tar", "my-novel.unfinished", "written-now.unfinished"] {
            fs::write(path(kept), if kept.starts_with("written") { super::super::LABEL } else { "mine" }).expect("written");
        }
        let writing = File::open(path("written-now.unfinished")).expect("opened");
        assert!(writing.try_lock_exclusive().expect("locks"));
        sweep(folder.path());
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
        left.sort();
        assert_eq!(left, ["my-novel.unfinished", "whole.tar", "written-now.unfinished"]);
    }
}
