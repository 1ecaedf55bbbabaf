//! The key that signs access tokens: configured, or generated at the first start and stored in the data folder, readable by its
//! owner only.

use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use fs4::fs_std::FileExt;

use super::Problem;
use crate::kernel::{Secret, random};

const MIN_BYTES: usize = 32;
const MIN_DIFFERENT_BYTES: usize = 8;
const FILE: &str = "secret.key";

/// Placeholder words of example files.
const EXAMPLES: &[&str] =
    &["your_secret", "your-secret", "yoursecret", "changeme", "change_me", "change-me", "example", "secret_key"];

/// Why a configured key is rejected.
pub(super) fn weakness(key: &str) -> Option<&'static str> {
    let lower = key.to_ascii_lowercase();
    if EXAMPLES.iter().any(|example| lower.contains(example)) {
        return Some("is an example; generate one with: openssl rand -hex 32");
    }
    if key.len() < MIN_BYTES || key.bytes().collect::<HashSet<_>>().len() < MIN_DIFFERENT_BYTES {
        return Some("must have at least 32 random bytes; generate one with: openssl rand -hex 32");
    }
    None
}

/// Why the stored key is unavailable.
#[derive(Debug, thiserror::Error)]
pub(super) enum SecretKeyError {
    #[error("cannot be stored in {place}: {source}")]
    Io { place: String, source: io::Error },
    #[error("the key in {place} {reason}")]
    Weak { place: String, reason: &'static str },
}

impl From<SecretKeyError> for Problem {
    fn from(error: SecretKeyError) -> Self {
        let failed = match &error {
            SecretKeyError::Io { source, .. } => Some(source.kind()),
            SecretKeyError::Weak { .. } => None,
        };
        Self { name: "SECRET_KEY", reason: error.to_string(), failed }
    }
}

/// The stored key, generated if there is none.
pub(super) fn stored_in(data_dir: &Path) -> Result<Secret, SecretKeyError> {
    let path = data_dir.join(FILE);
    let place = path.display().to_string();
    let failed = |source| SecretKeyError::Io { place: place.clone(), source };
    fs::create_dir_all(data_dir).map_err(failed)?;
    if !path.try_exists().map_err(failed)? {
        make(&path).map_err(failed)?;
    }
    let key = fs::read_to_string(&path).map_err(failed)?.trim().to_owned();
    weakness(&key).map_or_else(|| Ok(Secret::new(key)), |reason| Err(SecretKeyError::Weak { place: place.clone(), reason }))
}

/// Generates a key. The file gets its name only when complete, and never replaces another: of two concurrent starts, one waits.
fn make(path: &Path) -> io::Result<()> {
    let unfinished = path.with_added_extension("unfinished");
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&unfinished)?;
    file.lock_exclusive()?;
    if path.try_exists()? {
        return fs::remove_file(&unfinished)
            .or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) });
    }
    file.set_len(0)?;
    file.write_all(hex::encode(random::bytes::<MIN_BYTES>()).as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}
