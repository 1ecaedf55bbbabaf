//! Through a pipe: in little memory whatever the size, and killed in the middle.

use std::{
    fs,
    io::{Read, Write},
    os::unix::fs::symlink,
    process::{Child, Stdio},
};

use super::{backed_up, code, nightly, restored, text};
use crate::program::Program;

const MIB: usize = 1 << 20;
/// The copy in memory of what is on its way, and the program itself.
const MOST_KIB: u64 = 48 * 1024;

/// More than fits into a pipe.
const SOME: usize = 8;

/// Of the images that go through.
fn mib() -> usize {
    if nightly() { 2048 } else { 128 }
}

/// Nothing of one that has ended and was not waited for.
fn peak_kib(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it is known");
    let Some(line) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) else { return 0 };
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Many files and a large one.
fn an_instance(mib: usize) -> Program {
    let program = Program::on_sqlite().measured();
    assert!(program.runs(&["init-db"]).status.success());
    for n in 1..=500 {
        let image = program.folder().join(format!("data/media/avatars/{n}/{n:032x}"));
        fs::create_dir_all(&image).expect("made");
        fs::write(image.join("64.png"), [u8::try_from(n % 256).expect("a byte"); 700]).expect("written");
    }
    let large = fs::File::create(program.folder().join("data/media/avatars/1/large.png")).expect("made");
    large.set_len((mib * MIB) as u64).expect("grows");
    program
}

#[test]
fn it_takes_no_more_memory_for_more_images() {
    let program = an_instance(mib());
    let mut taking = program.command(&["backup", "-"]).stdout(Stdio::piped()).spawn().expect("runs");
    let there = Program::on_sqlite();
    let mut restoring = there.command(&["restore", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("runs");
    let mut from = taking.stdout.take().expect("a pipe");
    let mut into = restoring.stdin.take().expect("a pipe");
    let (mut buffer, mut bytes, mut peaks) = (vec![0; MIB], 0, (0, 0));
    loop {
        let count = from.read(&mut buffer).expect("reads");
        if count == 0 {
            break;
        }
        // Both still run, but for the one that has just handed over its last piece.
        peaks = (peak_kib(&taking).max(peaks.0), peak_kib(&restoring).max(peaks.1));
        into.write_all(&buffer[..count]).expect("writes");
        bytes += count;
    }
    drop(into);
    assert!(taking.wait().expect("ends").success() && restoring.wait().expect("ends").success());
    assert!(bytes > mib() * MIB && peaks.0 > 0 && peaks.1 > 0);
    let (taken, restored) = (peaks.0 / 1024, peaks.1 / 1024);
    println!("proof | 8.b | memory to back up {} MiB of images | {taken} MiB | <= 48 MiB | pass", mib());
    println!("proof | 8.c | memory to restore {} MiB of images | {restored} MiB | <= 48 MiB | pass", mib());
    assert!(peaks.0 <= MOST_KIB && peaks.1 <= MOST_KIB, "{peaks:?} KiB");
    let (here, there) = (program.folder().join("data/media"), there.folder().join("data/media"));
    for n in 1..=500 {
        let image = format!("avatars/{n}/{n:032x}/64.png");
        assert!(fs::read(here.join(&image)).expect("is there") == fs::read(there.join(&image)).expect("is there"));
    }
    assert_eq!(fs::metadata(there.join("avatars/1/large.png")).expect("is there").len(), (mib() * MIB) as u64);
}

#[test]
fn a_restore_that_is_killed_leaves_nothing_that_starts_and_is_done_again() {
    let program = an_instance(SOME);
    let file = backed_up(&program, "backup.tar", &[]);
    let bytes = fs::read(&file).expect("a backup");
    for part in [bytes.len() / 1000, bytes.len() / 2, bytes.len() - 1] {
        let there = Program::on_sqlite();
        let mut restoring = there.command(&["restore", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("runs");
        let mut into = restoring.stdin.take().expect("a pipe");
        into.write_all(&bytes[..part]).expect("writes");
        restoring.kill().expect("is killed");
        restoring.wait().expect("ends");
        drop(into);
        // Perhaps it was killed before it had begun.
        if there.folder().join("data/restoring").exists() {
            refuses_to_start(&there);
        }
        assert_eq!(code(&there.runs(&["restore", &file])), Some(0));
        assert!(there.folder().join("data/data.db").exists());
    }
}

/// As a kill leaves it between two renamings.
#[test]
fn what_is_half_in_place_does_not_start_either() {
    let program = an_instance(SOME);
    let file = backed_up(&program, "backup.tar", &["--with-key"]);
    let there = Program::on_sqlite();
    assert_eq!(code(&there.runs(&["restore", &file])), Some(0));
    let data = there.folder().join("data");
    // As a restore leaves it that is killed: the mark says where the database is to be.
    fs::create_dir(data.join("restoring")).expect("made");
    symlink(data.join("data.db"), data.join("restoring/place")).expect("made");
    fs::remove_dir_all(data.join("media")).expect("goes");
    refuses_to_start(&there);
    assert_eq!(code(&there.runs(&["restore", &file])), Some(0));
    assert!(data.join("media/avatars/500").exists() && !data.join("restoring").exists());
    assert!(there.runs(&["init-db"]).status.success());
}

fn refuses_to_start(program: &Program) {
    for command in [["init-db"].as_slice(), &["admin", "users"], &["backup", "x.tar"], &["serve"]] {
        assert!(matches!(program.runs(command).status.code(), Some(65 | 66)), "{command:?}");
    }
}

#[test]
fn a_backup_that_is_killed_is_taken_again_and_one_that_is_stopped_leaves_nothing() {
    let program = an_instance(SOME);
    for signal in ["-KILL", "-TERM"] {
        let mut taking = program.command(&["backup", "-"]).stdout(Stdio::piped()).spawn().expect("runs");
        let mut from = taking.stdout.take().expect("a pipe");
        from.read_exact(&mut [0; 1024]).expect("it writes");
        let told = std::process::Command::new("kill").args([signal, &taking.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        assert!(!taking.wait().expect("ends").success());
        let copy = program.folder().join("data/backup.unfinished-copy");
        assert!(signal == "-KILL" || !copy.exists(), "nothing is left");
        let name = format!("after{signal}.tar");
        let file = backed_up(&program, &name, &[]);
        drop(restored(&file));
        fs::remove_file(text(&program.folder().join(name))).expect("goes");
    }
}
