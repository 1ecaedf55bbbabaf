//! Looks whether the files that the server writes to are still where they were. What is written to a file that was deleted or replaced is
//! lost, and neither the kernel nor SQLite says so.

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
/// A file system may be slow to show a file again; so often in a row it must not be there.
const LOOKS: u32 = 2;

/// Looks every second, and has the server end when something is gone.
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
            tracing::error!(path = %path.display(), "a file was deleted or replaced under the running server: nothing more is stored");
            state.writer.lose_files();
            return;
        }
    }
}

/// Files that are known by what the kernel knows them by, and not by their names.
#[derive(Debug)]
pub struct FileWatch {
    known: Vec<(PathBuf, Option<Identity>)>,
}

/// The device and the number on it.
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

    /// Yields itself, and the first file that was there and is not any more. One that comes later is known from then on.
    fn look(mut self) -> (Self, Option<PathBuf>) {
        let mut gone = None;
        for (path, known) in &mut self.known {
            match (identity(path), *known) {
                (Ok(found), None) => *known = found,
                (Ok(found), Some(_)) if found != *known => gone = gone.or_else(|| Some(path.clone())),
                // What cannot be looked at now may be there.
                (Ok(_) | Err(_), _) => {}
            }
        }
        (self, gone)
    }
}

/// `None` if there is no such file.
fn identity(path: &Path) -> io::Result<Option<Identity>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Begins to look.
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
