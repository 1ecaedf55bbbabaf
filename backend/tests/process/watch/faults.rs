//! Metrics of what goes wrong: a client that does not read, a queue without room, a disk without room, a panic, a clock that is
//! moved; and of what ought to be done, a backup. Each moves when its cause is made.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::{Client, Method};
use serde_json::json;

use super::{
    PASSWORD, Socket, ask,
    figures::figure,
    health::other_program,
    metrics::{grown, guild_of, scrape, sees, watched},
    post, register,
};
use crate::{
    program::Program,
    shim::{Order, Shim},
};

const CLOSES: &str = "chatspace_gateway_closes_total{code=\"4900\"}";
const BACKUP_AGE: &str = "chatspace_backup_age_seconds";
const JUMPS: &str = "chatspace_clock_jumps_total";
const SKEW: &str = "chatspace_clock_skew_seconds";
const ENOSPC: i64 = 28;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_counted_when_it_is_left_behind() {
    let mut program = watched();
    program.starts();
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    let mut slow = Socket::with_little_room(&program).await;
    slow.identifies(&ann).await;
    slow.event("GUILD_CREATE").await;
    let before = scrape(&program).await;
    let (path, words) = (format!("/channels/{channel}/messages"), json!({"content": "\u{1f375}".repeat(2000)}));
    let mut most = 0.0_f64;
    // The kernel holds some for it, and its session as much as may wait.
    for _ in 0..60 {
        join_all((0..32).map(|_| post(&program, &path, &ann.token, &words))).await;
        let now = scrape(&program).await;
        most = most.max(now.of("chatspace_gateway_unsent_events_max"));
        if now.of(CLOSES) > 0.0 {
            break;
        }
    }
    let after = sees(&program, CLOSES, |closes| closes > 0.0).await;
    assert!(most > 10.0, "{most} waited");
    let moved = grown(&before, &after, &[CLOSES]);
    figure('e', "metrics of slow clients that move with their cause", moved + 1, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_find_no_room_in_the_queue_are_counted() {
    rlimit::increase_nofile_limit(8192).expect("so many connections may be open");
    let mut program = watched();
    program.starts();
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    let before = scrape(&program).await;
    let mut other = other_program(&program).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.expect("locks");
    let (client, hello) = (Client::new(), json!({"content": "hello"}));
    let url = program.url(&format!("/api/v10/channels/{channel}/messages"));
    let sends = join_all((0..1100).map(async |_| {
        let sent = client.post(&url).bearer_auth(&ann.token).json(&hello).send().await;
        sent.expect("an answer").status().as_u16()
    }));
    let held = async {
        sees(&program, "chatspace_writes_refused_total", |refused| refused > 0.0).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.expect("unlocks");
    };
    let (answers, ()) = tokio::join!(sends, held);
    let after = scrape(&program).await;
    let refused = answers.iter().filter(|status| **status == 503).count();
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), answers.len() - refused, "all others are stored");
    assert_eq!(after.of("chatspace_writes_refused_total"), refused as f64);
    let moved = grown(&before, &after, &["chatspace_writes_refused_total"]);
    figure('e', "metrics of a full queue that move with their cause", moved, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_disk_has_no_room_for_is_counted_alone_or_in_a_group() {
    let (mut program, shim) = Shim::under(watched());
    program.starts();
    let ann = register(&program, "ann").await;
    let channel = guild_of(&program, &ann).await;
    let mut before = scrape(&program).await;
    let attempts = [
        (format!("/channels/{channel}/messages"), json!({"content": "hello"})),
        ("/guilds".to_owned(), json!({"name": "More tea"})),
    ];
    for (path, body) in &attempts {
        shim.order(Order::EveryWrite, ENOSPC);
        assert_eq!(post(&program, path, &ann.token, body).await.0, 507, "{path}");
        let after = scrape(&program).await;
        grown(&before, &after, &["chatspace_commits_failed_total"]);
        shim.mends();
        while post(&program, path, &ann.token, body).await.0 >= 400 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        before = scrape(&program).await;
    }
    figure('e', "metrics of a full disk that move with their cause", 1, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_counted_and_logged_and_the_server_goes_on() {
    // Only a debug build has the ear for the order.
    if !cfg!(debug_assertions) {
        return;
    }
    let mut program = watched();
    program.starts();
    let before = scrape(&program).await;
    assert_eq!(before.of("chatspace_panics_total"), 0.0);
    let broken = Client::new().get(program.metrics_url("/metrics?FAULT_PANIC")).send().await;
    assert!(broken.is_err(), "{broken:?}");
    let after = sees(&program, "chatspace_panics_total", |panics| panics > 0.0).await;
    is_logged(&program, "a panic on request").await;
    assert_eq!(ask(&program, reqwest::Method::GET, "/health/ready", "", None).await.status(), 200);
    let moved = grown(&before, &after, &["chatspace_panics_total"]);
    figure('e', "metrics of panics that move with their cause", moved, "all", true);
}

/// Waits until something stands in the log.
async fn is_logged(program: &Program, words: &str) {
    let latest = Instant::now() + Duration::from_secs(20);
    while !program.logged().contains(words) {
        assert!(Instant::now() < latest, "{}", program.logged());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_moved_is_seen_and_nobody_goes_for_it() {
    let (mut program, shim) = Shim::under(watched().with("RATE_LIMITS", "default"));
    program.starts();
    let ann = register(&program, "ann").await;
    let (mut socket, _) = Socket::identified(&program, &ann).await;
    let skew = scrape(&program).await.of(SKEW);
    assert!(skew.abs() < 5.0, "{skew} s by itself");
    let mut seen = 0.0;
    for (ahead, is_right) in [(3600, 3595.0..3605.0), (-7200, -7205.0..-7195.0)] {
        shim.order(Order::ClockAhead, ahead);
        let skew = scrape(&program).await.of(SKEW);
        assert!(is_right.contains(&skew), "{skew} s after {ahead}");
        sees(&program, JUMPS, |jumps| jumps > seen).await;
        seen += 1.0;
        socket.say(&json!({"op": 1, "d": null})).await;
        while socket.next().await.expect("it stays open")["op"] != 11 {}
        assert_eq!(ask(&program, Method::GET, "/api/v10/users/@me", &ann.token, None).await.status(), 200);
        let again = json!({"email": "ann@example.org", "password": PASSWORD});
        assert_eq!(post(&program, "/auth/login", "", &again).await.0, 200);
        assert!(program.runs(&["admin", "users"]).status.success(), "the console has the clock on the wall");
    }
    is_logged(&program, "the clock was set").await;
    figure('e', "metrics of the clock that move with their cause", 1, "all", true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_age_of_the_last_backup_is_shown_as_soon_as_there_is_one() {
    let (mut program, shim) = Shim::under(watched());
    program.starts();
    register(&program, "ann").await;
    assert!(!scrape(&program).await.0.contains_key(BACKUP_AGE));
    assert!(!program.runs(&["backup", "no-such-folder/tea.tar"]).status.success());
    assert!(!scrape(&program).await.0.contains_key(BACKUP_AGE), "one that failed is none");
    let taken = program.runs(&["backup", "tea.tar"]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    let young = scrape(&program).await.of(BACKUP_AGE);
    assert!((0.0..60.0).contains(&young), "{young} s");
    shim.order(Order::ClockAhead, 100_000);
    let old = scrape(&program).await.of(BACKUP_AGE);
    assert!((100_000.0..100_060.0).contains(&old), "{old} s");
    assert!(program.runs(&["backup", "--media-only", "pictures.tar"]).status.success());
    assert!(scrape(&program).await.of(BACKUP_AGE) >= old, "pictures alone are no backup");
    figure('e', "metrics of backups that move with their cause", 1, "all", true);
}
