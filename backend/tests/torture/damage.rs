//! A database that is damaged, foreign, newer or missing is refused with its own reason, and left as it is; one that was merely
//! left in the middle of something is taken.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use reqwest::Client;
use sha2::{Digest, Sha256};
use sqlx::{Connection, SqliteConnection};

use crate::{
    program::Program,
    sizes::proof,
    world::{World, lasting},
};

const MESSAGES: usize = 60;
/// Where bits are flipped, in so many places over the whole file.
const FLIPS: usize = 20;

fn database(program: &Program) -> PathBuf {
    program.folder().join("data/data.db")
}

/// A database with something in it, and a server that has stopped in good order.
async fn filled() -> (Program, World) {
    let mut program = lasting(Program::on_sqlite());
    program.starts();
    let world = World::made(&program, 3).await;
    says(&program, &world, MESSAGES).await;
    program.is_told_to_stop();
    (program, world)
}

async fn says(program: &Program, world: &World, count: usize) {
    let path = format!("/channels/{}/messages", world.channel);
    for number in 0..count {
        world.owner().posts(program, &path, &serde_json::json!({"content": format!("message {number}")})).await;
    }
}

/// A program with a copy of the file.
fn with_file(bytes: &[u8]) -> Program {
    let program = Program::on_sqlite();
    fs::create_dir_all(program.folder().join("data")).expect("is made");
    fs::write(database(&program), bytes).expect("is written");
    program
}

fn hash(path: &Path) -> Option<[u8; 32]> {
    fs::read(path).ok().map(|bytes| Sha256::digest(bytes).into())
}

/// Runs what must be refused.
#[track_caller]
fn is_refused(program: &Program, reason: &str) {
    let before = hash(&database(program));
    let output = program.runs(&["init-db"]);
    assert_eq!(output.status.code(), Some(65), "{reason}: {}", errors(&output));
    let said = errors(&output);
    for part in ["data/data.db", reason, "chatspace restore FILE"] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    assert_eq!(hash(&database(program)), before, "{reason}: its bytes are as they were");
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file of SQLite, made by the statements.
async fn made_by(statements: &str, path: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut conn = SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&mut conn).await.expect("it is changed");
    conn.close().await.expect("it closes");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_damage_is_refused_with_its_reason() {
    let (source, _) = filled().await;
    let sound = fs::read(database(&source)).expect("is read");
    is_refused(&with_file(b""), "the file is empty");
    is_refused(&with_file(b"hello, I am a text file and no database at all"), "not a SQLite database");
    is_refused(&with_file(&sound[..sound.len() / 2]), "malformed");
    let mut flipped = sound.clone();
    flipped[..16].iter_mut().for_each(|byte| *byte ^= 0xFF);
    is_refused(&with_file(&flipped), "not a SQLite database");

    let foreign = with_file(b"");
    made_by("CREATE TABLE notes (text TEXT)", &database(&foreign)).await;
    is_refused(&foreign, "belongs to another program");
    let newer = with_file(&sound);
    made_by(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', 1, x'00', 0)",
        &database(&newer),
    )
    .await;
    is_refused(&newer, "newer version");
    let missing = with_file(&sound);
    fs::rename(database(&missing), missing.folder().join("data/data.db-wal")).expect("is moved");
    is_refused(&missing, "the file is missing");
    assert!(!database(&missing).exists(), "none begins anew");
    println!("7 kinds of damage are refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_of_the_structure_is_refused() {
    let (source, _) = filled().await;
    let sound = fs::read(database(&source)).expect("is read");
    let mut refused = 0;
    for flip in 0..FLIPS {
        let mut bytes = sound.clone();
        // In the heads of pages, which hold the structure.
        let page = flip * (sound.len() / 4096) / FLIPS;
        let place = if page == 0 { 100 } else { page * 4096 };
        bytes[place] ^= 1 << (flip % 8);
        let program = with_file(&bytes);
        let before = hash(&database(&program));
        let output = program.runs(&["init-db"]);
        if output.status.code() == Some(65) {
            refused += 1;
            assert_eq!(hash(&database(&program)), before, "its bytes are as they were");
        } else {
            assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
        }
    }
    proof("2.n", format!("flipped bits in page headers refused at start, of {FLIPS}"), refused, ">= 15", refused >= 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_ends_in_the_middle_of_a_frame_is_taken() {
    let mut program = lasting(Program::on_sqlite());
    program.starts();
    let world = World::made(&program, 3).await;
    says(&program, &world, MESSAGES).await;
    program.is_killed();
    let before = history_after_start(&mut program, &world).await;
    assert_eq!(before.len(), MESSAGES);
    for torn in [1, 23, 24, 25, 512, 4_095] {
        says(&program, &world, 1).await;
        program.is_killed();
        let log = program.folder().join("data/data.db-wal");
        let mut bytes = fs::read(&log).expect("a kill leaves the log");
        // What a write leaves that was cut off: the beginning of a frame like the one before.
        let frame = 24 + 4_096;
        let last = bytes[bytes.len() - frame..bytes.len() - frame + torn].to_vec();
        bytes.extend_from_slice(&last);
        fs::write(&log, &bytes).expect("is written");
        if torn % 2 == 0 {
            fs::remove_file(program.folder().join("data/data.db-shm")).expect("a kill leaves the index of the log");
        }
        let now = history_after_start(&mut program, &world).await;
        assert!(now.ends_with(&before), "all that was answered is there");
    }
    assert_eq!(history(&program, &world).await.len(), MESSAGES + 6);
}

async fn history_after_start(program: &mut Program, world: &World) -> Vec<(u64, String)> {
    program.starts();
    history(program, world).await
}

async fn history(program: &Program, world: &World) -> Vec<(u64, String)> {
    world.history(program, &world.channel).await
}

#[test]
fn it_says_which_sqlite_is_inside() {
    let output = Program::on_sqlite().runs(&["--version", "--verbose"]);
    let said = String::from_utf8(output.stdout).expect("text");
    let version = said.lines().find_map(|line| line.strip_prefix("SQLite ")).expect("it says so");
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().expect("a number")).collect();
    proof("2.p", "embedded SQLite version", version, ">= 3.51.3", parts >= vec![3, 51, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_was_cut_off_is_begun_again() {
    let mut program = Program::on_sqlite();
    fs::create_dir_all(program.folder().join("data")).expect("is made");
    // A database in the making has another name.
    fs::write(program.folder().join("data/data.db-new"), b"half of a datab").expect("is written");
    program.starts();
    program.owner(&Client::new()).await;
}
