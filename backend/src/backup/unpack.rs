//! Reads an archive once, from start to end, and trusts nothing before the end has been checked.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tar::{Archive, Entry, EntryType};

use super::{DATABASE, END, End, FORMAT, Failed, KEY, LABEL, Label, MEDIA, SUMS, archive::line};

/// Maximum size of a label and of an end mark.
const SHORT: u64 = 64 * 1024;
const BLOCK: u64 = 512;
/// Zeros at the end of a tar archive.
const TRAILER: u64 = 2 * BLOCK;

/// Targets of the parts.
#[derive(Clone)]
pub(super) struct Places {
    pub database: PathBuf,
    pub key: PathBuf,
    pub media: PathBuf,
}

/// The contents.
pub(super) struct Unpacked {
    pub label: Label,
    pub has_database: bool,
    pub has_key: bool,
    pub files: u64,
}

/// Counts the bytes read.
struct Counted<R> {
    from: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Separates I/O errors of this machine from errors of the archive.
fn unreadable(source: io::Error) -> Failed {
    match source.raw_os_error() {
        Some(_) => Failed::Io { place: "the backup".to_owned(), source },
        None => Failed::Damaged(source.to_string()),
    }
}

fn damaged(reason: impl Into<String>) -> Failed {
    Failed::Damaged(reason.into())
}

/// Unpacks and checks everything. `accepts` may refuse the label before anything else is written.
pub(super) fn unpack(
    from: impl Read,
    places: &Places,
    accepts: impl FnOnce(&Label) -> Result<(), Failed>,
) -> Result<Unpacked, Failed> {
    let mut archive = Archive::new(Counted { from, bytes: 0 });
    let mut entries = archive.entries().map_err(unreadable)?;
    let mut next = || entries.next().ok_or_else(|| damaged("it is truncated"))?.map_err(unreadable);
    let mut state = Progress { files: 0, bytes: 0, lines: Sha256::new(), has_database: false, has_key: false };
    let label = state.label(&mut next()?)?;
    accepts(&label)?;
    let sums = loop {
        let mut entry = next()?;
        match name_of(&entry)?.as_str() {
            SUMS => break sum_of(&mut entry)?,
            name => state.keep(&mut entry, name, places)?,
        }
    };
    if sums != hex::encode(state.lines.finalize()) {
        return Err(damaged("a file does not match its checksum"));
    }
    let mut last = next()?;
    let end: End = serde_json::from_slice(&short(&mut last)?).map_err(|error| damaged(error.to_string()))?;
    if name_of(&last)? != END || end != (End { files: state.files, bytes: state.bytes, sha256: sums }) {
        return Err(damaged("its end does not match"));
    }
    let whole = last.raw_file_position() + last.size().next_multiple_of(BLOCK) + TRAILER;
    ends_at(archive, whole)?;
    Ok(Unpacked { label, has_database: state.has_database, has_key: state.has_key, files: state.files })
}

/// Checks that the archive is complete and that nothing was appended.
fn ends_at<R: Read>(archive: Archive<Counted<R>>, whole: u64) -> Result<(), Failed> {
    let mut rest = archive.into_inner();
    let mut buffer = [0; 512];
    loop {
        let count = rest.read(&mut buffer).map_err(unreadable)?;
        if count == 0 && rest.bytes == whole {
            return Ok(());
        }
        if count == 0 || rest.bytes > whole || buffer[..count].iter().any(|byte| *byte != 0) {
            return Err(damaged("there is data after its end"));
        }
    }
}

/// The running checksum.
struct Progress {
    files: u64,
    bytes: u64,
    /// Of the expected lines of `SHA256SUMS`.
    lines: Sha256,
    has_database: bool,
    has_key: bool,
}

impl Progress {
    fn label<R: Read>(&mut self, entry: &mut Entry<R>) -> Result<Label, Failed> {
        if name_of(entry)? != LABEL {
            return Err(damaged("it is not a ChatSpace backup"));
        }
        let bytes = short(entry)?;
        let label: Label = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if label.format > FORMAT {
            return Err(Failed::Newer(label.version));
        }
        self.note(LABEL, bytes.len() as u64, Sha256::new_with_prefix(&bytes));
        Ok(label)
    }

    fn note(&mut self, name: &str, bytes: u64, digest: Sha256) {
        self.files += 1;
        self.bytes += bytes;
        self.lines.update(line(name, digest));
    }

    fn keep<R: Read>(&mut self, entry: &mut Entry<R>, name: &str, places: &Places) -> Result<(), Failed> {
        let path = match name {
            DATABASE => {
                self.has_database = true;
                places.database.clone()
            }
            KEY => {
                self.has_key = true;
                places.key.clone()
            }
            _ => match name.strip_prefix(MEDIA) {
                Some(inside) if is_plain(inside) => places.media.join(inside),
                _ => return Err(damaged(format!("{name:?} is unexpected"))),
            },
        };
        let (bytes, digest) = write(entry, &path)?;
        self.note(name, bytes, digest);
        Ok(())
    }
}

/// Rejects paths that leave the folder, and hidden names.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain))
}

fn name_of<R: Read>(entry: &Entry<R>) -> Result<String, Failed> {
    if entry.header().entry_type() != EntryType::Regular {
        return Err(damaged("it contains an entry that is not a file"));
    }
    String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| damaged("a file name is not text"))
}

fn short<R: Read>(entry: &mut Entry<R>) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    entry.take(SHORT).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn sum_of<R: Read>(entry: &mut Entry<R>) -> Result<String, Failed> {
    let mut digest = Sha256::new();
    each_piece(entry, |piece| {
        digest.update(piece);
        Ok(())
    })?;
    Ok(hex::encode(digest.finalize()))
}

/// Files are not synced one by one; this is done for all at once.
fn write<R: Read>(entry: &mut Entry<R>, path: &Path) -> Result<(u64, Sha256), Failed> {
    let folder = super::folder_of(path);
    fs::create_dir_all(folder).map_err(Failed::io(folder))?;
    let mut file = private(path)?;
    let (mut bytes, mut digest) = (0, Sha256::new());
    each_piece(entry, |piece| {
        bytes += piece.len() as u64;
        digest.update(piece);
        file.write_all(piece).map_err(Failed::io(path))
    })?;
    Ok((bytes, digest))
}

fn private(path: &Path) -> Result<File, Failed> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(damaged("it contains a file twice")),
        Err(error) => Err(Failed::io(path)(error)),
    }
}

fn each_piece<R: Read>(entry: &mut Entry<R>, mut act: impl FnMut(&[u8]) -> Result<(), Failed>) -> Result<(), Failed> {
    let mut buffer = vec![0; 64 * 1024];
    let mut left = entry.size();
    while left > 0 {
        match entry.read(&mut buffer).map_err(unreadable)? {
            0 => return Err(damaged("it is truncated")),
            count => {
                act(&buffer[..count])?;
                left = left.saturating_sub(count as u64);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert!(is_plain("avatars/1/0123456789abcdef/64.png"));
        for bad in ["", "/etc/x", "../x", "a/../x", "a//x", "a/.x", "a/", "a\\x", "a b", "a\0"] {
            assert!(!is_plain(bad), "{bad:?}");
        }
    }
}
