//! Somebody else reads the database, backs it up, and holds the right to write, while many write and read through the front door:
//! nobody is told of it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    program::Program,
    sizes::{proof, size},
    world::{Person, World, lasting},
};

const PEOPLE: usize = 8;
const SENDERS: usize = 64;
const READERS: usize = 16;
const LOCKED_FOR: Duration = Duration::from_secs(2);

/// Statuses, and the longest wait.
type Seen = (BTreeMap<u16, usize>, Duration);

/// Asks again and again until told to stop.
async fn goes_on(person: &Person, url: &str, done: &AtomicBool, ask: (Method, &str)) -> Seen {
    let mut seen = Seen::default();
    while !done.load(Ordering::SeqCst) {
        let body = (ask.0 == Method::POST).then(|| json!({"content": "hello"}));
        let began = Instant::now();
        let (status, _) = person.asks(ask.0.clone(), url, ask.1, body.as_ref()).await.expect("an answer");
        *seen.0.entry(status.as_u16()).or_default() += 1;
        seen.1 = seen.1.max(began.elapsed());
    }
    seen
}

/// A backup, from the beginning to the end.
async fn backs_up(program: &Program, file: &str) {
    let mut command = program.command(&["backup", file]);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("nobody panics").expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Reads everything, backs it up, and holds the right to write for a while, as a tool of the operator might. Yields how many
/// backups that were.
async fn interferes(program: &Program, done: &AtomicBool) -> usize {
    let open = async || {
        let options =
            SqliteConnectOptions::new().filename(program.folder().join("data/data.db")).busy_timeout(Duration::from_secs(10));
        SqliteConnection::connect_with(&options).await.expect("it opens")
    };
    let (mut reader, mut writer) = (open().await, open().await);
    let rounds = size(1, 10);
    for round in 0..rounds {
        let mut reading = reader.begin().await.expect("it reads");
        let _: i64 = sqlx::query_scalar("SELECT count(*) FROM messages").fetch_one(&mut *reading).await.expect("it reads");
        // One while there is writing, and one that begins while nobody else may write.
        backs_up(program, &format!("beside-{round}.tar")).await;
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut writer).await.expect("it may write");
        let file = format!("locked-{round}.tar");
        // The lock is not held for as long as the backup takes, which is the machine's affair.
        let locks = async {
            tokio::time::sleep(LOCKED_FOR).await;
            sqlx::raw_sql("ROLLBACK").execute(&mut writer).await.expect("it ends");
        };
        tokio::join!(locks, backs_up(program, &file));
        reading.rollback().await.expect("it ends");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    done.store(true, Ordering::SeqCst);
    2 * rounds
}

#[tokio::test(flavor = "multi_thread")]
async fn no_client_sees_a_locked_database() {
    let mut program = lasting(Program::on_sqlite());
    program.starts();
    let world = World::made(&program, PEOPLE).await;
    let (url, done) = (program.url(""), AtomicBool::new(false));
    let (messages, newest) =
        (format!("/channels/{}/messages", world.channel), format!("/channels/{}/messages?limit=20", world.channel));
    let senders = (0..SENDERS).map(|n| goes_on(&world.people[n % PEOPLE], &url, &done, (Method::POST, &messages)));
    let readers = (0..READERS).map(|n| goes_on(&world.people[n % PEOPLE], &url, &done, (Method::GET, &newest)));
    let (sent, read, backups) = tokio::join!(join_all(senders), join_all(readers), interferes(&program, &done));

    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for (status, count) in sent.iter().chain(&read).flat_map(|seen| &seen.0) {
        *statuses.entry(*status).or_default() += count;
    }
    let longest = sent.iter().map(|seen| seen.1).max().unwrap_or_default();
    let failed: usize = statuses.iter().filter(|(status, _)| **status >= 400).map(|(_, count)| count).sum();
    let all: usize = statuses.values().sum();
    let what = format!(
        "failed requests, of {all} by {SENDERS} senders and {READERS} readers, beside {backups} backups, a reader and a lock of 2 s; \
         longest acknowledgement {} ms",
        longest.as_millis()
    );
    proof("2.m", what, failed, 0, failed == 0);
}
