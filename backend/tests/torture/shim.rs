//! The disk that fails on order: `shim.c`, which is compiled here and loaded before the program.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use tempfile::TempDir;

use crate::program::Program;

/// The numbers of `struct orders`, in their order.
#[derive(Clone, Copy)]
pub enum Order {
    FailSyncOfLog,
    FailSyncOfDatabase,
    FailWriteOfLog,
    EveryWrite,
    DieAtWrite,
    ClockAhead,
    Failed,
}

const ORDERS: u64 = 7;
const NUMBER: usize = size_of::<i64>();
/// `struct note`.
const HEAD: usize = 5 * NUMBER;
const WRITTEN: i64 = 1;
const DATABASE: i64 = 2;

/// What is between the program and its disk.
pub struct Shim {
    folder: TempDir,
}

fn library() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("shim.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/torture/shim.c");
        let mut cc = Command::new("cc");
        cc.args(["-Wall", "-Wextra", "-O1", "-shared", "-fPIC", "-o"]).arg(&path).args([source, "-ldl", "-lpthread"]);
        assert!(cc.status().expect("there is a C compiler").success());
        (folder, path)
    });
    path
}

impl Shim {
    /// Puts itself between a program that does not run yet and its disk.
    pub fn under(program: Program) -> (Program, Self) {
        let shim = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::write(shim.folder.path().join("orders"), vec![0; usize::try_from(ORDERS).expect("few") * NUMBER])
            .expect("is written");
        let data = program.folder().canonicalize().expect("it is there").join("data");
        let text = |path: &Path| path.to_str().expect("is text").to_owned();
        let program = program
            .with("LD_PRELOAD", &text(library()))
            .with("SHIM_FOLDER", &text(&data))
            .with("SHIM_ORDERS", &text(&shim.folder.path().join("orders")));
        (program, shim)
    }

    /// Lets it note what a power cut would undo.
    pub fn noting(&self, program: Program) -> Program {
        program.with("SHIM_UNDO", self.undo().to_str().expect("is text"))
    }

    fn undo(&self) -> PathBuf {
        self.folder.path().join("undo")
    }

    pub fn order(&self, order: Order, number: i64) {
        let file = OpenOptions::new().write(true).open(self.folder.path().join("orders")).expect("it is there");
        file.write_all_at(&number.to_ne_bytes(), order as u64 * NUMBER as u64).expect("is written");
    }

    /// All goes well again.
    pub fn mends(&self) {
        for order in [
            Order::FailSyncOfLog,
            Order::FailSyncOfDatabase,
            Order::FailWriteOfLog,
            Order::EveryWrite,
            Order::DieAtWrite,
            Order::ClockAhead,
        ] {
            self.order(order, 0);
        }
    }

    /// How often something was made to fail.
    pub fn failed(&self) -> i64 {
        let bytes = fs::read(self.folder.path().join("orders")).expect("it is there");
        number(&bytes, Order::Failed as usize)
    }

    /// The machine goes down: the program is killed, and what was not on the disk is gone. Yields how many writes that were.
    pub fn cuts_power(&self, program: &mut Program) -> usize {
        program.is_killed();
        let data = program.folder().join("data");
        let bytes = fs::read(self.undo()).expect("it has noted something");
        let lost = [data.join("data.db"), data.join("data.db-wal")].into_iter().zip(DATABASE..).map(|(path, file)| {
            let notes = unsynced(&bytes, file);
            for note in notes.iter().rev() {
                take_back(&path, note).expect("what was there can be written back");
            }
            notes.len()
        });
        let lost = lost.sum();
        fs::remove_file(self.undo()).expect("it is there");
        // It was never on the disk.
        let _ = fs::remove_file(data.join("data.db-shm"));
        lost
    }
}

/// What a write has replaced.
struct Note<'n> {
    offset: u64,
    old_size: u64,
    old: &'n [u8],
}

fn number(bytes: &[u8], which: usize) -> i64 {
    i64::from_ne_bytes(bytes[which * NUMBER..(which + 1) * NUMBER].try_into().expect("eight bytes"))
}

/// The writes to a file that no fsync followed.
fn unsynced(mut bytes: &[u8], file: i64) -> Vec<Note<'_>> {
    let mut notes = Vec::new();
    while bytes.len() >= HEAD {
        let [kind, of, offset, old_size, length] = [0, 1, 2, 3, 4].map(|which| number(bytes, which));
        let end = HEAD + usize::try_from(length).expect("a length");
        // The kill came in the middle of the last note, and so before its write.
        let Some(old) = bytes.get(HEAD..end) else { break };
        if of == file {
            match kind {
                WRITTEN => notes.push(Note { offset: offset.unsigned_abs(), old_size: old_size.unsigned_abs(), old }),
                _ => notes.clear(),
            }
        }
        bytes = &bytes[end..];
    }
    notes
}

fn take_back(path: &Path, note: &Note) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all_at(note.old, note.offset)?;
    file.set_len(note.old_size)?;
    file.flush()
}
