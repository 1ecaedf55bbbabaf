//! Restores an instance from a backup.
//!
//! Everything is unpacked and checked under temporary names, and renamed at the end. The folder `restoring` in the data folder is
//! created before all this and removed after it. While it exists no server starts, and the files beside it belong to an
//! interrupted restore, since a restore starts in an empty folder. The next restore removes them, and that folder last: so after
//! a kill at any moment a restore can start again, and no server can.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use super::{
    Engine, Failed, KEY, Label, folder_of, mark_of, sync_folder,
    unpack::{Places, Unpacked, unpack},
};
use crate::{
    config::Config,
    db::{self, DatabaseUrl, copy},
    kernel::{Keys, Secret},
};

const UNFINISHED: &str = "restoring";
/// What the folder `restoring` is called once everything is in place: removing a folder takes several steps, renaming it one.
const FINISHED: &str = "restoring-finished";
/// Entries allowed in an empty data folder: this process's lock, and those that some file systems have at their root. The lock of
/// the database is allowed as well.
const NOTHING: [&str; 2] = ["lock", "lost+found"];
const MEDIA: &str = "media";
/// A symbolic link in the folder `restoring` to the database's location, which other settings would change.
const PLACE: &str = "place";
/// SQLite's companion files, and the file itself.
const FILES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    pub label: Label,
    pub files: u64,
    /// The key is a new one, so all sessions have ended.
    pub signed_out: bool,
}

/// Whether this data folder contains an unfinished restore.
pub fn is_unfinished(data_dir: &Path) -> bool {
    data_dir.join(UNFINISHED).symlink_metadata().is_ok()
}

/// The final locations.
struct Target<'c> {
    folder: &'c Path,
    /// `None` on Postgres.
    database: Option<&'c Path>,
    unfinished: PathBuf,
    places: Places,
}

/// Restores a backup into the empty data folder, which the caller has locked. The key of `config` is empty if none is set.
///
/// # Errors
/// If the folder is not empty, or the backup is damaged, newer, or for another kind of database.
pub async fn restore(config: &Config, from: impl Read + Send + 'static) -> Result<Restored, Failed> {
    let target = Target::of(config);
    target.clear()?;
    target.mark()?;
    let prepared = prepare(&target, config, from).await;
    if prepared.is_err() {
        // Reports the first error.
        let _ = target.clear();
    }
    let (unpacked, signed_out) = prepared?;
    target.put_in_place(&unpacked)?;
    Ok(Restored { label: unpacked.label, files: unpacked.files, signed_out })
}

/// Unpacks and checks everything under temporary names.
async fn prepare(target: &Target<'_>, config: &Config, from: impl Read + Send + 'static) -> Result<(Unpacked, bool), Failed> {
    let (places, own) = (target.places.clone(), Engine::from(&config.database));
    let unpacked = tokio::task::spawn_blocking(move || unpack(from, &places, |label| fits(label, own))).await;
    let mut unpacked = unpacked.unwrap_or_else(|error| Err(Failed::Damaged(error.to_string())))?;
    let mut signed_out = false;
    if unpacked.has_database {
        copy::check(&target.places.database).await?;
        let keys = Keys { current: key(target, config, &unpacked)?, previous: config.previous_secret_key.clone() };
        signed_out = keys.all().all(|key| mark_of(key) != unpacked.label.key);
        if signed_out {
            copy::sign_everybody_out(&target.places.database).await?;
        }
    }
    // A configured key takes precedence over the stored one, which is not restored.
    unpacked.has_key &= config.secret_key.expose().is_empty();
    target.sync()?;
    Ok((unpacked, signed_out))
}

fn fits(label: &Label, own: Engine) -> Result<(), Failed> {
    match label.schema {
        Some(_) if label.engine != own => Err(Failed::OtherEngine("the backup is of SQLite, but DATABASE_URL names Postgres")),
        Some(schema) if schema > copy::newest_schema() => Err(Failed::Newer(label.version.clone())),
        _ => Ok(()),
    }
}

/// The key of the instance; empty if one is generated at its first start.
fn key(target: &Target, config: &Config, unpacked: &Unpacked) -> Result<Secret, Failed> {
    if !unpacked.has_key || !config.secret_key.expose().is_empty() {
        return Ok(config.secret_key.clone());
    }
    let path = &target.places.key;
    fs::read_to_string(path).map(|key| Secret::new(key.trim())).map_err(Failed::io(path))
}

impl<'c> Target<'c> {
    fn of(config: &'c Config) -> Self {
        let folder = config.data_dir.as_path();
        let unfinished = folder.join(UNFINISHED);
        let database = match &config.database {
            DatabaseUrl::Sqlite(path) => Some(path.as_path()),
            DatabaseUrl::Postgres(_) => None,
        };
        let places = Places {
            // On the disk of its final location, which may be another one.
            database: database.map_or_else(|| unfinished.join(super::DATABASE), |path| path.with_added_extension(UNFINISHED)),
            key: unfinished.join(KEY),
            media: unfinished.join(MEDIA),
        };
        Self { folder, database, unfinished, places }
    }

    /// Marks the data folder as one with an unfinished restore.
    fn mark(&self) -> Result<(), Failed> {
        fs::create_dir(&self.unfinished).map_err(Failed::create(&self.unfinished))?;
        if let Some(database) = self.database {
            let (database, place) = (std::path::absolute(database), self.unfinished.join(PLACE));
            database.and_then(|database| symlink(database, &place)).map_err(Failed::create(&place))?;
        }
        sync_folder(&self.unfinished)?;
        sync_folder(self.folder)
    }

    /// Removes the remains of an interrupted restore; then the folder must be empty.
    fn clear(&self) -> Result<(), Failed> {
        sweep(self.folder);
        if is_unfinished(self.folder) {
            // Without the link nothing else was created.
            if let Ok(database) = fs::read_link(self.unfinished.join(PLACE)) {
                let begun = [database.with_added_extension(UNFINISHED), database];
                begun.iter().flat_map(|path| beside(path)).try_for_each(|path| gone(&path, fs::remove_file(&path)))?;
                sync_folder(folder_of(&begun[0]))?;
            }
            let (key, media) = (self.folder.join(KEY), self.folder.join(MEDIA));
            gone(&key, fs::remove_file(&key))?;
            gone(&media, fs::remove_dir_all(&media))?;
            sync_folder(self.folder)?;
            self.refuse_others()?;
            gone(&self.unfinished, fs::remove_dir_all(&self.unfinished))?;
            sync_folder(self.folder)?;
        }
        self.refuse_others()
    }

    /// The locations of the instance must be unused.
    fn refuse_others(&self) -> Result<(), Failed> {
        let lock = self.database.map(db::lock_of);
        let lock = lock.as_deref().and_then(Path::file_name);
        let entries = fs::read_dir(self.folder).map_err(Failed::io(self.folder))?;
        for entry in entries {
            let name = entry.map_err(Failed::io(self.folder))?.file_name();
            let is_ours = name == UNFINISHED || NOTHING.iter().any(|nothing| name == *nothing) || Some(name.as_os_str()) == lock;
            if !is_ours {
                return Err(Failed::NotEmpty(self.folder.display().to_string()));
            }
        }
        let files = self.database.into_iter().chain([self.places.database.as_path()]).flat_map(beside);
        match files.into_iter().find(|path| path.symlink_metadata().is_ok()) {
            Some(there) => Err(Failed::Exists(there.display().to_string())),
            None => Ok(()),
        }
    }

    /// Syncs everything at once rather than file by file.
    fn sync(&self) -> Result<(), Failed> {
        for folder in [self.folder, folder_of(&self.places.database)] {
            let opened = File::open(folder).map_err(Failed::io(folder))?;
            rustix::fs::syncfs(opened).map_err(|error| Failed::io(folder)(error.into()))?;
        }
        Ok(())
    }

    fn put_in_place(&self, unpacked: &Unpacked) -> Result<(), Failed> {
        let renamed = |from: &Path, to: &Path| fs::rename(from, to).map_err(Failed::create(to));
        if self.places.media.exists() {
            renamed(&self.places.media, &self.folder.join(MEDIA))?;
        }
        if unpacked.has_key {
            renamed(&self.places.key, &self.folder.join(KEY))?;
        }
        if let (true, Some(database)) = (unpacked.has_database, self.database) {
            renamed(&self.places.database, database)?;
            sync_folder(folder_of(database))?;
        }
        sync_folder(self.folder)?;
        renamed(&self.unfinished, &self.folder.join(FINISHED))?;
        sync_folder(self.folder)?;
        sweep(self.folder);
        Ok(())
    }
}

/// Removes what a restore leaves that is killed after everything is in place.
pub(super) fn sweep(folder: &Path) {
    // A folder that cannot be removed is small and in nobody's way.
    let _ = fs::remove_dir_all(folder.join(FINISHED));
}

/// A database file and its companions.
fn beside(database: &Path) -> [PathBuf; FILES.len()] {
    FILES.map(|ending| {
        let mut path = database.as_os_str().to_owned();
        path.push(ending);
        path.into()
    })
}

fn gone(path: &Path, removed: std::io::Result<()>) -> Result<(), Failed> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failed::io(path)(error)),
        _ => Ok(()),
    }
}
