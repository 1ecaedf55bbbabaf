//! Checks that the files the server writes to are still in place. Writes to a file that was deleted or replaced are lost, and
//! neither the kernel nor SQLite reports it.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::time::{MissedTickBehavior, interval};

use crate::{config::Config, db::DatabaseUrl, state::State};

const EVERY: Duration = Duration::from_secs(1);
/// A file must be missing this many times in a row, since a network file system may hide it for a moment.
const LOOKS: u32 = 2;

/// Checks every second, and makes the server stop when a file is gone.
pub async fn watch(state: Weak<State>, mut files: FileWatch) {
    let mut rounds = interval(EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut missed = 0;
    loop {
        rounds.tick().await;
        let Ok((back, gone)) = tokio::task::spawn_blocking(move || files.look()).await else { return };
        files = back;
        let Some(state) = state.upgrade() else { return };
        missed = if gone.is_some() { missed + 1 } else { 0 };
        if let Some(path) = gone.filter(|_| missed >= LOOKS) {
            tracing::error!(path = %path.display(), "a file was deleted or replaced under the running server: no more writes");
            state.writer.lose_files();
            return;
        }
    }
}

/// Files, identified by their inodes.
#[derive(Debug)]
pub struct FileWatch {
    known: Vec<(PathBuf, Option<Identity>)>,
}

/// Device and inode.
type Identity = (u64, u64);

impl FileWatch {
    /// The data folder, its lock, and SQLite's file and log.
    pub fn of(config: &Config) -> Self {
        let mut paths = vec![config.data_dir.clone(), config.data_dir.join("lock")];
        if let DatabaseUrl::Sqlite(path) = &config.database {
            let mut log = path.clone().into_os_string();
            log.push("-wal");
            paths.extend([path.clone(), log.into()]);
        }
        Self::at(paths)
    }

    fn at(paths: Vec<PathBuf>) -> Self {
        let known = paths.into_iter().map(|path| {
            let found = identity(&path).ok().flatten();
            (path, found)
        });
        Self { known: known.collect() }
    }

    /// Returns itself and the first file that is not the one it was. A file that appears later is watched from then on.
    fn look(mut self) -> (Self, Option<PathBuf>) {
        let mut gone = None;
        for (path, known) in &mut self.known {
            match (identity(path), *known) {
                (Ok(found), None) => *known = found,
                (Ok(found), Some(_)) if found != *known => gone = gone.or_else(|| Some(path.clone())),
                // A file that cannot be examined now may still be there.
                (Ok(_) | Err(_), _) => {}
            }
        }
        (self, gone)
    }
}

/// The identity of a file; `None` if there is none.
fn identity(path: &Path) -> io::Result<Option<Identity>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Starts the check.
pub fn spawn(state: &Arc<State>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(watch(Arc::downgrade(state), FileWatch::of(&state.config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_deleted_or_replaced_is_gone_and_one_that_grows_or_comes_later_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        let (files, gone) = FileWatch::at(vec![path.clone()]).look();
        assert_eq!(gone, None);
        fs::write(&path, "one").expect("written");
        let held = fs::File::open(&path).expect("opened, as the server has it");
        let (files, gone) = files.look();
        assert_eq!(gone, None);
        fs::write(&path, "longer").expect("written");
        let (files, gone) = files.look();
        assert_eq!(gone, None);
        fs::remove_file(&path).expect("removed");
        let (files, gone) = files.look();
        assert_eq!(gone.as_deref(), Some(path.as_path()));
        fs::write(&path, "another").expect("written");
        assert_eq!(files.look().1.as_deref(), Some(path.as_path()));
        drop(held);
    }
}
