//! Writes the archive: each file is checksummed on the way, and the checksums are at the end.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, ErrorKind, Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use sha2::{Digest, Sha256};
use tar::{Builder, Header};

use super::{END, End, SUMS};
use crate::kernel::random;

/// An archive being written.
pub(super) struct Writer<W: Write> {
    tar: Builder<W>,
    /// The lines of `SHA256SUMS` so far, in a file: with millions of images they would not fit in memory.
    sums: BufWriter<File>,
    end: End,
    written_at: u64,
}

/// A line of `SHA256SUMS`.
pub(super) fn line(name: &str, digest: Sha256) -> String {
    format!("{}  {name}\n", hex::encode(digest.finalize()))
}

/// A reader that computes a checksum.
struct Summed<R> {
    from: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.digest.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

impl<W: Write> Writer<W> {
    /// `folder` is where the checksums are collected.
    pub fn begin(into: W, folder: &Path, written_at: u64) -> io::Result<Self> {
        let sums = BufWriter::new(nameless(folder)?);
        Ok(Self { tar: Builder::new(into), sums, end: End { files: 0, bytes: 0, sha256: String::new() }, written_at })
    }

    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(name, bytes.len() as u64, bytes)
    }

    pub fn add_file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        self.add(name, size, file.take(size))
    }

    fn add(&mut self, name: &str, size: u64, from: impl Read) -> io::Result<()> {
        let mut from = Summed { from, digest: Sha256::new(), bytes: 0 };
        self.append(name, size, &mut from)?;
        if from.bytes != size {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, format!("{name} became shorter while it was read")));
        }
        self.sums.write_all(line(name, from.digest).as_bytes())?;
        self.end.files += 1;
        self.end.bytes += size;
        Ok(())
    }

    fn append(&mut self, name: &str, size: u64, from: impl Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(self.written_at);
        self.tar.append_data(&mut header, name, from)
    }

    /// Adds the checksums; returns the underlying writer, and the numbers of files and bytes.
    pub fn finish(mut self) -> io::Result<(W, u64, u64)> {
        self.sums.flush()?;
        let mut file = self.sums.get_ref().try_clone()?;
        let size = file.stream_position()?;
        file.rewind()?;
        let mut sums = Summed { from: file.take(size), digest: Sha256::new(), bytes: 0 };
        self.append(SUMS, size, &mut sums)?;
        self.end.sha256 = hex::encode(sums.digest.finalize());
        let end = serde_json::to_vec(&self.end)?;
        self.append(END, end.len() as u64, end.as_slice())?;
        Ok((self.tar.into_inner()?, self.end.files, self.end.bytes))
    }
}

/// An unlinked file that no other process can open.
fn nameless(folder: &Path) -> io::Result<File> {
    let path = folder.join(format!(".chatspace-sums-{}", hex::encode(random::bytes::<8>())));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}
