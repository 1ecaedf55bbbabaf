//! The time of the last complete backup, for monitoring.
//!
//! It is stored in a small file of the data folder, so the server reads it without contacting the backup process.

use std::{fs, io, path::Path};

use crate::kernel::Timestamp;

const FILE: &str = "last-backup";

/// Records that a backup of this data folder was completed.
///
/// # Errors
/// If the folder is not writable; the backup is valid all the same.
pub fn note(data_dir: &Path, at: Timestamp) -> io::Result<()> {
    // A concurrent reader sees either the previous or the new record.
    let unfinished = data_dir.join(format!("{FILE}.unfinished"));
    fs::write(&unfinished, at.as_ms().to_string())?;
    fs::rename(unfinished, data_dir.join(FILE))
}

/// The time; `None` if there was no backup yet.
pub fn finished(data_dir: &Path) -> Option<Timestamp> {
    fs::read_to_string(data_dir.join(FILE)).ok()?.parse().ok().map(Timestamp::from_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_known_and_none_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(finished(folder.path()), None);
        for at in [5, 1_795_402_114_210] {
            note(folder.path(), Timestamp::from_ms(at)).expect("is written");
            assert_eq!(finished(folder.path()), Some(Timestamp::from_ms(at)));
        }
        fs::write(folder.path().join(FILE), "yesterday").expect("is written");
        assert_eq!(finished(folder.path()), None, "what is no time says nothing");
    }
}
