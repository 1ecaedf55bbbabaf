//! Metrics: each moves when its cause is made, and no cause makes a new one.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::{Client, Method};
use serde_json::json;

use super::{
    PASSWORD, Person, Socket, ask,
    figures::{figure, size},
    health::other_program,
    post, register, text,
    text::{Scrape, read},
};
use crate::program::Program;

pub async fn scrape(program: &Program) -> Scrape {
    let answer = Client::new().get(program.metrics_url("/metrics")).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    read(&answer.text().await.expect("text")).unwrap_or_else(|error| panic!("{error}"))
}

/// Waits until a series is what it should be.
pub async fn sees(program: &Program, series: &str, is_right: impl Fn(f64) -> bool) -> Scrape {
    let latest = Instant::now() + Duration::from_secs(20);
    loop {
        let scrape = scrape(program).await;
        if is_right(scrape.of(series)) {
            return scrape;
        }
        assert!(Instant::now() < latest, "{series} is {}", scrape.of(series));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Has asserted that these have grown.
#[track_caller]
pub fn grown(before: &Scrape, after: &Scrape, series: &[&str]) -> usize {
    for one in series {
        let others = || after.0.iter().filter(|(series, value)| before.0.get(*series) != Some(value)).map(|(series, _)| series);
        assert!(
            after.of(one) > before.of(one),
            "{one} stays at {}; these moved: {:?}",
            after.of(one),
            others().collect::<Vec<_>>()
        );
    }
    series.len()
}

pub fn watched() -> Program {
    Program::on_sqlite().with("LOG_FORMAT", "json").with("METRICS_ADDR", "0")
}

pub async fn guild_of(program: &Program, person: &Person) -> String {
    let (_, guild) = post(program, "/guilds", &person.token, &json!({"name": "Tea friends", "system_channel_flags": 1})).await;
    text(&guild["system_channel_id"])
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_writes_and_what_is_stored_are_counted() {
    let mut program = watched();
    program.starts();
    let before = scrape(&program).await;
    assert!(before.0.len() <= 300, "{} series", before.0.len());
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    post(&program, &format!("/channels/{channel}/messages"), &ann.token, &json!({"content": "hello"})).await;
    ask(&program, Method::GET, "/api/v10/users/@me", "none", None).await;
    ask(&program, Method::GET, "/favicon.nothing", "", None).await;
    let login = json!({"email": "ann@example.org", "password": "wrong horse battery"});
    assert!(post(&program, "/auth/login", "", &login).await.0 >= 400);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let after = scrape(&program).await;
    let mut moved = grown(
        &before,
        &after,
        &[
            "chatspace_http_requests_total{status=\"2xx\"}",
            "chatspace_http_requests_total{status=\"4xx\"}",
            "chatspace_http_request_seconds_count",
            "chatspace_ack_seconds_count",
            "chatspace_commit_seconds_count",
            "chatspace_commit_seconds_sum",
            "chatspace_commit_jobs_count",
            "chatspace_read_wait_seconds_count",
            "chatspace_events_total",
            "chatspace_security_events_total{code=\"registered\"}",
            "chatspace_security_events_total{code=\"login_failed\"}",
            "chatspace_security_events_total{code=\"token_refused\"}",
            "chatspace_database_wal_bytes",
            "chatspace_uptime_seconds",
        ],
    );
    let migrations = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite")).expect("a folder").count();
    assert_eq!(after.of("chatspace_migrations"), migrations as f64);
    assert_eq!(after.of(concat!("chatspace_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}")), 1.0);
    for positive in ["chatspace_free_disk_bytes", "chatspace_database_bytes", "chatspace_resident_memory_bytes"] {
        assert!(after.of(positive) > 0.0, "{positive}");
    }
    assert_eq!(after.of("chatspace_panics_total"), 0.0);
    moved += 5;
    figure('e', "metrics of requests and writes that move with their cause", moved, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_sessions_and_resumes_are_counted() {
    let mut program = watched();
    program.starts();
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    let before = scrape(&program).await;
    let (mut socket, ready) = Socket::identified(&program, &ann).await;
    socket.event("GUILD_CREATE").await;
    let at_once = scrape(&program).await;
    assert_eq!(at_once.of("chatspace_gateway_connections"), 1.0);
    assert_eq!(at_once.of("chatspace_gateway_sessions{state=\"connected\"}"), 1.0);
    drop(socket);
    sees(&program, "chatspace_gateway_sessions{state=\"waiting\"}", |waiting| (0.5..1.5).contains(&waiting)).await;
    for _ in 0..3 {
        post(&program, &format!("/channels/{channel}/messages"), &ann.token, &json!({"content": "hello"})).await;
    }
    let lost = scrape(&program).await;
    assert!(lost.of("chatspace_gateway_unsent_events") >= 3.0 && lost.of("chatspace_gateway_unsent_events_max") >= 3.0);
    assert!(lost.of("chatspace_gateway_replay_events") >= 4.0 && lost.of("chatspace_gateway_replay_bytes") > 300.0);
    let session = text(&ready["session_id"]);
    let resume =
        |token: &str, session: &str, seq: u64| json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}});
    for (frame, op) in [
        (resume("none", &session, 1), 9),
        (resume(&ann.token, "none", 1), 9),
        (resume(&register(&program, "bob").await.token, &session, 1), 9),
        (resume(&ann.token, &session, 1), 0),
    ] {
        let mut socket = Socket::open(&program).await;
        socket.say(&frame).await;
        assert_eq!(socket.next().await.expect("a frame")["op"], op, "{frame}");
    }
    let mut socket = Socket::open(&program).await;
    socket.say(&resume(&ann.token, &session, 1_000_000)).await;
    socket.is_closed().await;
    let mut socket = Socket::open(&program).await;
    socket.say(&json!({"op": 2, "d": {"token": "none", "properties": {}}})).await;
    socket.is_closed().await;
    drop(socket);
    let after = sees(&program, "chatspace_gateway_closes_total{code=\"4004\"}", |closes| closes > 0.0).await;
    let mut moved = grown(
        &before,
        &after,
        &[
            "chatspace_gateway_connects_total",
            "chatspace_gateway_closes_total{code=\"1006\"}",
            "chatspace_gateway_closes_total{code=\"4004\"}",
            "chatspace_gateway_closes_total{code=\"4007\"}",
            "chatspace_gateway_identifies_total{result=\"ok\"}",
            "chatspace_gateway_identifies_total{result=\"refused\"}",
            "chatspace_gateway_resumes_total{result=\"ok\"}",
            "chatspace_gateway_resumes_total{result=\"bad_token\"}",
            "chatspace_gateway_resumes_total{result=\"unknown_session\"}",
            "chatspace_gateway_resumes_total{result=\"other_session\"}",
            "chatspace_gateway_resumes_total{result=\"ahead\"}",
            "chatspace_security_events_total{code=\"foreign_resume\"}",
        ],
    );
    moved += 7;
    figure('e', "metrics of the gateway that move with their cause", moved, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_is_refused_is_counted() {
    let mut program = watched().with("RATE_LIMITS", "default").with("BCRYPT_COST", "11");
    program.starts();
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    let before = scrape(&program).await;
    let path = format!("/channels/{channel}/messages");
    for _ in 0..7 {
        post(&program, &path, &ann.token, &json!({"content": "hello"})).await;
    }
    let login = json!({"email": "ann@example.org", "password": PASSWORD});
    let logins = join_all((0..6).map(|_| post(&program, "/auth/login", "", &login)));
    let (_, _) = tokio::join!(logins, sees(&program, "chatspace_blocking_pool_waiting", |waiting| waiting > 0.0));

    let mut other = other_program(&program).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.expect("locks");
    let typed = json!({"name": "Coffee friends"});
    let writes = join_all((0..3).map(|_| post(&program, "/guilds", &ann.token, &typed)));
    let held = async {
        let waiting = sees(&program, "chatspace_writes_waiting", |waiting| waiting > 0.0).await;
        assert_eq!(waiting.of("chatspace_database_connections_in_use{pool=\"write\"}"), 1.0);
        tokio::time::sleep(Duration::from_millis(200)).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.expect("unlocks");
    };
    tokio::join!(writes, held);
    let after = scrape(&program).await;
    let moved = grown(
        &before,
        &after,
        &[
            "chatspace_rate_limited_total{bucket=\"send\"}",
            "chatspace_security_events_total{code=\"rate_limited\"}",
            "chatspace_database_busy_waits_total",
            "chatspace_security_events_total{code=\"login\"}",
        ],
    );
    figure('e', "metrics of waits and limits that move with their cause", moved + 3, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_later_there_are_as_many_series_and_nobody_else_sees_them() {
    let mut program = watched();
    program.starts();
    let before = scrape(&program).await;
    let people = size(10, 1000);
    for number in 0..people {
        let person = register(&program, &format!("person{number}")).await;
        let channel = guild_of(&program, &person).await;
        post(&program, &format!("/channels/{channel}/messages"), &person.token, &json!({"content": "hello"})).await;
    }
    let after = scrape(&program).await;
    // The kinds of write jobs and the routes with slow polls are as many as the program has; each is shown once it was seen.
    let seen_later = ["chatspace_write_job_seconds", "chatspace_slow_polls_total"];
    let shown_from_the_start = |key: &&String| !seen_later.iter().any(|name| key.starts_with(name));
    assert!(before.0.keys().filter(shown_from_the_start).eq(after.0.keys().filter(shown_from_the_start)));
    figure('g', &format!("series, unchanged by {people} more users"), after.0.len(), "300", after.0.len() <= 300);
    let client = Client::new();
    let public = client.get(program.url("/metrics")).send().await.expect("an answer").text().await.expect("text");
    assert!(!public.contains("chatspace_uptime_seconds"));
    let other = client.get(program.metrics_url("/api/v10/users/@me")).send().await.expect("an answer");
    assert_eq!(other.status(), 404, "nothing else is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_the_same_is_shown() {
    let mut program = Program::on_postgres().await.with("LOG_FORMAT", "json").with("METRICS_ADDR", "127.0.0.1:0");
    program.starts();
    let before = scrape(&program).await;
    register(&program, "ann").await;
    let after = scrape(&program).await;
    grown(&before, &after, &["chatspace_commit_seconds_count", "chatspace_security_events_total{code=\"registered\"}"]);
    assert!(after.of("chatspace_database_connections_in_use{pool=\"write\"}") >= 1.0);
    assert_eq!(after.of("chatspace_database_bytes"), 0.0);
}
