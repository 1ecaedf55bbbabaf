//! Images on disk: `avatars/{user}/{hash}/{side}.{extension}`, `icons/{guild}/{hash}/…` and `channel-icons/{dm}/{hash}/…` in the
//! folder of images.
//!
//! Invariants: an image's folder appears and disappears by one rename, so either all sizes are visible or none. Its key is
//! claimed from before it is stored until the database refers to it; a claimed or used image is not removed.

use std::{
    collections::HashMap,
    fmt,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use fs4::fs_std::FileExt;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use super::{
    Kind, Owner,
    drawing::Drawn,
    held::{self, UNFINISHED},
};
use crate::kernel::{ChannelId, GuildId, UserId, random};

const HASH_BYTES: usize = 16;
const AVATARS: &str = "avatars";
const ICONS: &str = "icons";
const CHANNEL_ICONS: &str = "channel-icons";

/// Identifies the content of an owner: 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; HASH_BYTES]);

/// The location of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub owner: Owner,
    pub hash: Hash,
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub kind: Kind,
}

/// The folder of images. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    claims: Arc<Mutex<HashMap<Key, usize>>>,
}

/// Prevents the removal of the image while it lives.
#[derive(Debug)]
pub struct Claim {
    pub key: Key,
    claims: Arc<Mutex<HashMap<Key, usize>>>,
}

impl Hash {
    pub(super) fn of(owner: Owner, bytes: &[u8]) -> Self {
        let (kind, id) = owner.place();
        let digest = Sha256::new().chain_update(format!("{kind}/{id}\0")).chain_update(bytes).finalize();
        Self(std::array::from_fn(|index| digest[index]))
    }

    /// `None` if it is not 32 lowercase hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let mut bytes = [0; HASH_BYTES];
        (lower && hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Owner {
    const fn place(self) -> (&'static str, i64) {
        match self {
            Self::User(id) => (AVATARS, id.get()),
            Self::Guild(id) => (ICONS, id.get()),
            Self::DmChannel(id) => (CHANNEL_ICONS, id.get()),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut claims = self.claims.lock();
        match claims.get_mut(&self.key) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(claims.remove(&self.key)),
        }
    }
}

impl Store {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), claims: Arc::default() }
    }

    pub(super) fn claim(&self, key: Key) -> Claim {
        *self.claims.lock().entry(key).or_default() += 1;
        Claim { key, claims: self.claims.clone() }
    }

    fn folder(&self, key: Key) -> PathBuf {
        let (kind, id) = key.owner.place();
        self.root.join(kind).join(id.to_string()).join(key.hash.to_string())
    }

    /// Stores an image whose key is claimed. An existing one is not changed.
    pub(super) fn write(&self, key: Key, sizes: &[Drawn]) -> io::Result<()> {
        let folder = self.folder(key);
        if folder.is_dir() {
            return Ok(());
        }
        let unfinished = self.unfinished()?;
        let written = write(&unfinished, sizes).and_then(|()| self.put_in_place(&unfinished, &folder));
        if written.is_err() {
            // The sweeper would find it, but a full disk needs the space now.
            let _ = fs::remove_dir_all(&unfinished);
        }
        written
    }

    /// A new temporary folder.
    fn unfinished(&self) -> io::Result<PathBuf> {
        let folder = self.root.join(UNFINISHED).join(hex::encode(random::bytes::<HASH_BYTES>()));
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn put_in_place(&self, from: &Path, to: &Path) -> io::Result<()> {
        let parent = to.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent)?;
        match fs::rename(from, to) {
            Ok(()) => {}
            // A concurrent request has stored the same image.
            Err(_) if to.is_dir() => fs::remove_dir_all(from)?,
            Err(error) => return Err(error),
        }
        // Syncs the parent of a new folder, which contains its entry.
        parent.ancestors().take_while(|folder| folder.starts_with(&self.root)).try_for_each(sync)
    }

    /// The file of the smallest size of at least `side`, or of the largest.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn find(&self, key: Key, side: u32) -> io::Result<Option<Found>> {
        let entries = match fs::read_dir(self.folder(key)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut sizes: Vec<(u32, Found)> = entries.filter_map(|entry| size(entry.ok()?.path())).collect();
        sizes.sort_by_key(|(side, _)| *side);
        let fitting = sizes.iter().position(|(stored, _)| *stored >= side).unwrap_or(sizes.len().saturating_sub(1));
        Ok(sizes.into_iter().nth(fitting).map(|(_, found)| found))
    }

    /// Removes an image, unless it is claimed, used according to `is_used`, or held by a backup. Returns whether it is gone.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn remove(&self, key: Key, is_used: impl FnOnce() -> bool) -> io::Result<bool> {
        let folder = self.folder(key);
        let going = self.unfinished()?;
        let held = held::file(&self.root)?;
        {
            // It cannot be claimed between the check and the rename, and no backup can start.
            let claims = self.claims.lock();
            if !claims.contains_key(&key) && held.try_lock_exclusive()? && !is_used() {
                match fs::rename(&folder, &going) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        fs::remove_dir_all(&going)?;
        Ok(!folder.exists())
    }

    /// The images stored at least `age` before `now`. Unfinished files of that age are removed on the way.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn older_than(&self, age: Duration, now: SystemTime) -> io::Result<Vec<Key>> {
        let is_old = |path: &Path| {
            let stored = fs::metadata(path).and_then(|metadata| metadata.modified());
            stored.is_ok_and(|stored| now.duration_since(stored).is_ok_and(|passed| passed >= age))
        };
        for unfinished in listed(&self.root.join(UNFINISHED))?.filter(|path| is_old(path)) {
            fs::remove_dir_all(unfinished)?;
        }
        let mut keys = Vec::new();
        for kind in [AVATARS, ICONS, CHANNEL_ICONS] {
            for owner in listed(&self.root.join(kind))? {
                let Some(of) = owned(kind, &name(&owner)) else { continue };
                let old = listed(&owner)?.filter(|path| is_old(path));
                keys.extend(old.filter_map(|path| Some(Key { owner: of, hash: Hash::parse(&name(&path))? })));
            }
        }
        Ok(keys)
    }
}

fn write(folder: &Path, sizes: &[Drawn]) -> io::Result<()> {
    for Drawn { side, kind, bytes } in sizes {
        let mut file = File::create_new(folder.join(format!("{side}.{}", kind.ending())))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    sync(folder)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn size(path: PathBuf) -> Option<(u32, Found)> {
    let kind = Kind::from_ending(path.extension()?.to_str()?)?;
    let side = path.file_stem()?.to_str()?.parse().ok()?;
    Some((side, Found { path, kind }))
}

/// The entries of a folder; none if it does not exist.
fn listed(folder: &Path) -> io::Result<impl Iterator<Item = PathBuf> + use<>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => Some(entries),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    Ok(entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn owned(kind: &str, id: &str) -> Option<Owner> {
    match kind {
        AVATARS => id.parse::<UserId>().ok().map(Owner::User),
        ICONS => id.parse::<GuildId>().ok().map(Owner::Guild),
        _ => id.parse::<ChannelId>().ok().map(Owner::DmChannel),
    }
}
