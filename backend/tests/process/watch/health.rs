//! Health: what is asked by whoever restarts the program, and by whoever sends people to it.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::figures::figure;
use crate::program::{Program, takes_figures};

async fn health(program: &Program, path: &str) -> (StatusCode, Value) {
    let answer = Client::new().get(program.url(path)).send().await.expect("an answer");
    (answer.status(), answer.json().await.expect("JSON"))
}

async fn becomes(program: &Program, expected: &Value) {
    let latest = Instant::now() + Duration::from_secs(20);
    loop {
        let (status, body) = health(program, "/health/ready").await;
        if &body == expected {
            return assert_eq!(status.is_success(), body["status"] == "ok");
        }
        assert!(Instant::now() < latest, "{body}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Another program that has the database.
pub async fn other_program(program: &Program) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(program.folder().join("data/data.db"));
    SqliteConnection::connect_with(&options).await.expect("the file opens")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_write_is_not_ready_and_says_why_but_lives() {
    let mut program = Program::on_sqlite();
    program.starts();
    becomes(&program, &json!({"status": "ok"})).await;
    let mut other = other_program(&program).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.expect("locks");
    becomes(&program, &json!({"status": "unavailable", "reasons": ["writer"]})).await;
    assert_eq!(health(&program, "/health/live").await, (StatusCode::OK, json!({"status": "ok"})));
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.expect("unlocks");
    becomes(&program, &json!({"status": "ok"})).await;
    figure('h', "readiness while another process holds the database", "503 writer, 200 after", "as made", true);
}

/// Asks on a connection that is kept, with as little work as can be: an asker who works takes the caches from the program.
struct Asker(TcpStream);

impl Asker {
    async fn of(program: &Program) -> Self {
        let address = program.url("").trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("is sent at once");
        Self(stream)
    }

    async fn ask(&mut self, path: &str) {
        let question = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.0.write_all(question.as_bytes()).await.expect("is sent");
        let mut answer = Vec::with_capacity(1024);
        while !answer.ends_with(b"}") {
            assert_ne!(self.0.read_buf(&mut answer).await.expect("an answer"), 0, "an answer ends in its body");
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn asking_often_costs_little() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let asks = if takes_figures() { 20_000 } else { 300 };
    let mut asker = Asker::of(&program).await;
    let before = program.processor_ms();
    let mut each = tokio::time::interval(Duration::from_millis(1));
    for path in ["/health/live", "/health/ready"].into_iter().cycle().take(asks) {
        each.tick().await;
        asker.ask(path).await;
    }
    let share = (program.processor_ms() - before) as f64 / asks as f64 * 100.0;
    assert!(!program.logged().contains("/health/"), "that all is well is no line of the log");
    // Without optimisation it takes ten times as long, which says nothing.
    if takes_figures() {
        figure('i', "1,000 health checks per second", format!("{share:.1} % of a core"), "< 5 %", share < 5.0);
    }
}
