//! The key that signs access tokens: given, or made at first start and kept in the data folder for its owner's eyes only.

use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rand::RngCore;

use crate::kernel::Secret;

const MIN_BYTES: usize = 32;
const MIN_DIFFERENT_BYTES: usize = 8;
const FILE: &str = "secret.key";

/// Words of example files.
const EXAMPLES: &[&str] =
    &["your_secret", "your-secret", "yoursecret", "changeme", "change_me", "change-me", "example", "secret_key"];

/// Why a given key is no key.
pub(super) fn weakness(key: &str) -> Option<&'static str> {
    let lower = key.to_ascii_lowercase();
    if EXAMPLES.iter().any(|example| lower.contains(example)) {
        return Some("is an example; make one with: openssl rand -hex 32");
    }
    if key.len() < MIN_BYTES || key.bytes().collect::<HashSet<_>>().len() < MIN_DIFFERENT_BYTES {
        return Some("must have at least 32 random bytes; make one with: openssl rand -hex 32");
    }
    None
}

/// The kept key; made now if there is none.
pub(super) fn kept_in(data_dir: &Path) -> Result<Secret, String> {
    let path = data_dir.join(FILE);
    let failed = |error: std::io::Error| format!("cannot be kept in {}: {error}", path.display());
    fs::create_dir_all(data_dir).map_err(failed)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(mut file) => {
            let mut bytes = [0; MIN_BYTES];
            rand::rng().fill_bytes(&mut bytes);
            let key = hex::encode(bytes);
            file.write_all(key.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(Secret::new(key))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let key = fs::read_to_string(&path).map_err(failed)?.trim().to_owned();
            match weakness(&key) {
                None => Ok(Secret::new(key)),
                Some(reason) => Err(format!("in {} {reason}", path.display())),
            }
        }
        Err(error) => Err(failed(error)),
    }
}
