//! What is not restored, and not overwritten.

use std::fs;

use sqlx::{Connection, SqliteConnection};

use super::{backed_up, code, text};
use crate::program::Program;

/// Small, and with images.
fn an_instance() -> Program {
    let program = Program::on_sqlite();
    assert!(program.runs(&["init-db"]).status.success());
    let image = program.folder().join("data/media/avatars/1/00000000000000000000000000000001");
    fs::create_dir_all(&image).expect("made");
    fs::write(image.join("64.png"), "an image").expect("written");
    program
}

#[test]
fn what_is_cut_altered_or_added_to_is_refused_with_65_and_leaves_nothing() {
    let program = an_instance();
    let good = fs::read(backed_up(&program, "good.tar", &[])).expect("a backup");
    let find = |what: &[u8]| good.windows(what.len()).position(|window| window == what).expect("it is there");
    let mut bad: Vec<Vec<u8>> = Vec::new();
    for length in [0, 1, 511, 512, 1024, good.len() / 3, good.len() / 2, good.len() - 1536, good.len() - 512, good.len() - 1] {
        bad.push(good[..length].to_vec());
    }
    for at in [
        find(b"sqlite\""),
        find(b"SQLite format 3"),
        find(b"an image"),
        find(b"media/"),
        find(b"  media/"),
        find(b"\"bytes\":") + 8,
    ] {
        let mut altered = good.clone();
        altered[at] ^= 1;
        bad.push(altered);
    }
    bad.push([&good[..], &[0; 512]].concat());
    bad.push([&good[..], b"more"].concat());
    bad.push([&good[..good.len() - 1024], &good[..]].concat());
    bad.push(b"hello, I am no archive at all".repeat(100));
    for (n, bytes) in bad.iter().enumerate() {
        let there = Program::on_sqlite();
        let file = there.folder().join("bad.tar");
        fs::write(&file, bytes).expect("written");
        assert_eq!(code(&there.runs(&["restore", text(&file)])), Some(65), "number {n}");
        let mut left: Vec<_> =
            fs::read_dir(there.folder().join("data")).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
        left.sort();
        assert_eq!(left, ["data.db-lock", "lock"], "number {n}");
    }
    let there = Program::on_sqlite();
    fs::write(there.folder().join("good.tar"), &good).expect("written");
    assert_eq!(code(&there.runs(&["restore", "good.tar"])), Some(0), "the good one is taken");
}

#[test]
fn what_is_there_is_not_touched_and_the_exit_code_is_73() {
    let program = an_instance();
    let file = backed_up(&program, "backup.tar", &[]);
    let backup = fs::read(&file).expect("a backup");
    assert_eq!(code(&program.runs(&["backup", &file])), Some(73), "a backup is not overwritten");
    assert_eq!(code(&program.runs(&["backup", "nowhere/backup.tar"])), Some(73));
    assert!(fs::read(&file).expect("a backup") == backup);

    let database = fs::read(program.folder().join("data/data.db")).expect("a database");
    assert_eq!(code(&program.runs(&["restore", &file])), Some(73), "an instance is not overwritten");
    assert!(fs::read(program.folder().join("data/data.db")).expect("a database") == database);

    let there = Program::on_sqlite();
    fs::create_dir(there.folder().join("data")).expect("made");
    fs::write(there.folder().join("data/notes.txt"), "mine").expect("written");
    assert_eq!(code(&there.runs(&["restore", &file])), Some(73), "nor is anything else");
    assert_eq!(fs::read(there.folder().join("data/notes.txt")).expect("it is there"), b"mine");
}

#[test]
fn a_folder_that_a_server_uses_is_refused_with_75() {
    let mut program = Program::on_sqlite();
    program.starts();
    let file = backed_up(&program, "backup.tar", &[]);
    assert_eq!(code(&program.runs(&["restore", &file])), Some(75));
}

#[test]
fn where_there_is_no_instance_none_is_made() {
    let program = Program::on_sqlite();
    assert_eq!(code(&program.runs(&["backup", "backup.tar"])), Some(66));
    assert_eq!(fs::read_dir(program.folder()).expect("a folder").count(), 0);
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused_with_65() {
    let program = an_instance();
    let mut conn = SqliteConnection::connect(text(&program.folder().join("data/data.db"))).await.expect("opens");
    let newer = "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, execution_time
        FROM _sqlx_migrations LIMIT 1";
    sqlx::query(newer).execute(&mut conn).await.expect("is stored");
    conn.close().await.expect("closes");
    let file = backed_up(&program, "newer.tar", &[]);
    let there = Program::on_sqlite();
    assert_eq!(code(&there.runs(&["restore", &file])), Some(65));
}

#[test]
fn on_postgres_it_names_the_alternative_and_stores_the_images() {
    let program = an_instance().with("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    let refused = program.runs(&["backup", "backup.tar"]);
    assert_eq!(refused.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("pg_dump --format=custom"));
    let file = backed_up(&program, "media.tar", &["--media-only"]);
    let there = Program::on_sqlite().with("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    assert_eq!(code(&there.runs(&["restore", &file])), Some(0));
    let image = there.folder().join("data/media/avatars/1/00000000000000000000000000000001/64.png");
    assert_eq!(fs::read(image).expect("it is there"), b"an image");
    let whole = an_instance();
    let of_sqlite = backed_up(&whole, "whole.tar", &[]);
    let there = Program::on_sqlite().with("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    assert_eq!(code(&there.runs(&["restore", &of_sqlite])), Some(78), "SQLite's file is nothing for Postgres");
}
