//! Another program reads the database for long, so that SQLite's write-ahead log cannot be reset: the operator is told.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    program::Program,
    world::{World, lasting},
};

const SENDERS: usize = 64;
/// What is long.
const LONG: u64 = 16 * 1024 * 1024;

async fn held_bytes(program: &Program) -> f64 {
    let text = reqwest::get(program.metrics_url("/metrics")).await.expect("an answer").text().await.expect("text");
    let line = text.lines().find_map(|line| line.strip_prefix("chatspace_database_wal_held_bytes ")).expect("it is shown");
    line.parse().expect("a number")
}

async fn is_logged(program: &Program, words: &str) {
    let began = Instant::now();
    while !program.logged().contains(words) {
        assert!(began.elapsed() < Duration::from_secs(30), "{words}: {}", program.logged());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_reader_is_reported_before_the_log_is_large() {
    let mut program = lasting(Program::on_sqlite())
        .with("METRICS_ADDR", "127.0.0.1:0")
        .with("LOG_FORMAT", "json")
        .with("RUST_LOG", "chatspace::workers=debug,chatspace::requests=warn,info");
    program.starts();
    let world = World::made(&program, 1).await;
    let database = program.folder().join("data/data.db");
    let options = SqliteConnectOptions::new().filename(&database).read_only(true);
    let mut reader = SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::raw_sql("BEGIN; SELECT count(*) FROM messages").execute(&mut reader).await.expect("it reads");

    let (url, path) = (program.url(""), format!("/channels/{}/messages", world.channel));
    let long = json!({"content": "\u{1f375}".repeat(2000)});
    let says = || world.owner().asks(Method::POST, &url, &path, Some(&long));
    while std::fs::metadata(database.with_extension("db-wal")).expect("a log").len() < LONG + LONG / 8 {
        join_all((0..SENDERS).map(|_| says())).await;
    }
    is_logged(&program, "SQLite's log grows").await;
    assert!(held_bytes(&program).await >= LONG as f64);

    sqlx::raw_sql("ROLLBACK").execute(&mut reader).await.expect("it ends");
    // What is written next folds it back and begins it anew.
    for _ in 0..4 {
        says().await.expect("an answer");
    }
    is_logged(&program, "SQLite's write-ahead log was reset").await;
    assert!(held_bytes(&program).await < LONG as f64);
}
