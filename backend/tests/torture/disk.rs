//! The disk fails, fills up, or takes no writes: nothing is answered that is not stored, all that can go on goes on, and
//! without a failure of the disk itself everything is well again by itself.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

use crate::{
    ears::Ear,
    ledger::Tally,
    load::{Board, Sender, compare},
    program::Program,
    shim::{Order, Shim},
    sizes::{proof, size},
    world::{World, lasting},
};

const PEOPLE: usize = 8;
/// The process is gone this long after the disk has failed.
const GONE_AFTER: Duration = Duration::from_secs(5);
/// All is well this long after there is room again.
const WELL_AFTER: Duration = Duration::from_secs(10);
const ENOSPC: i64 = 28;
const EROFS: i64 = 30;
/// An image of one pixel.
const IMAGE: &str =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// A server with people on a disk that fails on order.
async fn server(shim: &impl Fn(Program) -> (Program, Shim)) -> (Program, Shim, World, Vec<Sender>) {
    let (mut program, shim) = shim(lasting(Program::on_sqlite()));
    program.starts();
    let world = World::made(&program, PEOPLE).await;
    let senders = Sender::all(&program, &world).await;
    (program, shim, world, senders)
}

async fn until(what: &str, within: Duration, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < within, "{what} takes longer than {within:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    began.elapsed()
}

async fn stopped(working: Vec<tokio::task::JoinHandle<Sender>>) -> Vec<Sender> {
    join_all(working).await.into_iter().map(|sender| sender.expect("nobody panics")).collect()
}

/// What is wrong with the file, as SQLite sees it.
async fn integrity(program: &Program) -> String {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(program.folder().join("data/data.db")).read_only(true);
    let mut conn = SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut conn).await.expect("it answers")
}

async fn readiness(program: &Program) -> (StatusCode, Value) {
    let answer = Client::new().get(program.url("/health/ready")).send().await.expect("an answer");
    (answer.status(), answer.json().await.expect("JSON"))
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_fails_nothing_more_is_answered_and_the_process_ends_with_74() {
    let (mut program, shim, mut world, mut senders) = server(&Shim::under).await;
    let syncs: Vec<i64> = size(vec![1, 2, 7, 40], (1..=200).collect());
    let cases: Vec<(Order, i64)> = syncs
        .iter()
        .map(|n| (Order::FailSyncOfLog, *n))
        .chain([(Order::FailWriteOfLog, 3), (Order::FailWriteOfLog, 30)])
        .collect();
    let (mut sum, mut acks) = (Tally::default(), 0);
    for (number, (order, which)) in cases.iter().enumerate() {
        world.moves_on(&program, number).await;
        let channel = world.channel.clone();
        let board = Arc::new(Board::default());
        let failed_before = shim.failed();
        shim.order(*order, *which);
        let working = Sender::start(senders, &program.url(""), &channel, &board);
        until("the fault", WELL_AFTER, async || shim.failed() > failed_before).await;
        let status = tokio::task::block_in_place(|| program.ends(GONE_AFTER)).expect("it ends by itself in time");
        assert_eq!(status.code(), Some(74));
        senders = stopped(working).await;
        assert!(board.refused().keys().all(|status| *status == 503), "{:?}", board.refused());
        shim.mends();
        program.starts();
        sum += compare(&program, &world, &mut senders, &channel).await.0;
        acks += board.acks();
        assert_eq!(integrity(&program).await, "ok");
    }
    let what = format!(
        "acknowledged writes lost or changed, of {acks}, when the disk failed at {} moments; exit 74 each time",
        cases.len()
    );
    proof("2.j", what, sum, 0, sum == Tally::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_fails_or_is_cut_off_loses_nothing() {
    let noting = |program| {
        let (program, shim) = Shim::under(program);
        (shim.noting(program), shim)
    };
    let (mut program, shim, mut world, mut senders) = server(&noting).await;
    let mut sum = Tally::default();
    let cuts = size(vec![1, 9, 40], (1..=100).collect::<Vec<i64>>());
    let cases: Vec<(Order, i64)> = cuts.iter().map(|n| (Order::DieAtWrite, *n)).chain([(Order::FailSyncOfDatabase, 1)]).collect();
    for (number, (order, which)) in cases.iter().enumerate() {
        world.moves_on(&program, number).await;
        let channel = world.channel.clone();
        let board = Arc::new(Board::default());
        let failed_before = shim.failed();
        shim.order(*order, *which);
        let working = Sender::start(senders, &program.url(""), &channel, &board);
        if matches!(order, Order::DieAtWrite) {
            tokio::task::block_in_place(|| program.ends(Duration::from_mins(1))).expect("a checkpoint comes");
        } else {
            until("a checkpoint", Duration::from_mins(1), async || shim.failed() > failed_before).await;
        }
        shim.cuts_power(&mut program);
        senders = stopped(working).await;
        shim.mends();
        program.starts();
        sum += compare(&program, &world, &mut senders, &channel).await.0;
        assert_eq!(integrity(&program).await, "ok");
    }
    let what = format!("acknowledged writes lost or changed when {} checkpoints were cut off or failed", cases.len());
    proof("2.o", what, sum, 0, sum == Tally::default());
}

/// Files of images, whole or not.
fn images(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.expect("an entry").path()).map(|path| if path.is_dir() { images(&path) } else { 1 }).sum()
}

/// Somebody asks for something of the doors, as a client without a browser.
async fn post_auth(program: &Program, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
    let request = Client::new().post(program.url(&format!("/api/v10/auth/{path}"))).json(body);
    let request = if token.is_empty() { request } else { request.bearer_auth(token) };
    let answer = request.send().await.expect("an answer");
    (answer.status(), answer.json().await.unwrap_or_default())
}

async fn is_let_in(program: &Program, token: &str) -> bool {
    let answer = Client::new().get(program.url("/api/v10/users/@me")).bearer_auth(token).send().await.expect("an answer");
    answer.status() == StatusCode::OK
}

/// Signing in needs no room, and neither does staying so nor going out. Yields the tokens of a session that could not be stored.
async fn signs_in_without_room(program: &Program, world: &World) -> (String, String) {
    let form = json!({"email": "person1@example.org", "password": "correct horse battery"});
    let enters = async || {
        let (status, body) = post_auth(program, "login", "", &form).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        (crate::world::text(&body["access_token"]), crate::world::text(&body["refresh_token"]))
    };
    let (token, refresh) = enters().await;
    assert!(is_let_in(program, &token).await);
    Ear::opens(program, &world.owner().with_token(&token), &world.channel).await.closes();
    let (status, body) = post_auth(program, "refresh", "", &json!({"refresh_token": refresh})).await;
    assert_eq!((status, &body["refresh_token"]), (StatusCode::OK, &json!(refresh)), "there is no other one yet");
    let (other, other_refresh) = enters().await;
    let (status, _) = post_auth(program, "logout", &other, &json!({"refresh_token": other_refresh})).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(!is_let_in(program, &other).await, "who goes out is out");
    let (status, _) = post_auth(program, "refresh", "", &json!({"refresh_token": other_refresh})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    (token, refresh)
}

/// Once there is room the session is like any other.
async fn stays_signed_in(program: &Program, token: &str, refresh: &str) {
    assert!(is_let_in(program, token).await);
    let spent = async || post_auth(program, "refresh", "", &json!({"refresh_token": refresh})).await;
    until("storing the session", WELL_AFTER, async || {
        let (status, body) = spent().await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["refresh_token"] != refresh
    })
    .await;
}

/// Nothing can be stored for a while, under load. Yields how long it took until all was well again.
async fn a_while_without_writes(error: i64, (status, reason): (u16, &str)) -> (Tally, Duration) {
    let (program, shim, world, senders) = server(&Shim::under).await;
    let board = Arc::new(Board::default());
    let working = Sender::start(senders, &program.url(""), &world.channel, &board);
    board.hears(100).await;
    shim.order(Order::EveryWrite, error);
    until("a refusal", WELL_AFTER, async || board.refused().contains_key(&status)).await;
    let degraded = async || readiness(&program).await == (StatusCode::OK, json!({"status": "degraded", "reasons": [reason]}));
    until("degraded", WELL_AFTER, degraded).await;

    // What is there can be read, and who has a log-in gets in.
    assert!(!world.history(&program, &world.channel).await.is_empty());
    Ear::opens(&program, world.owner(), &world.channel).await.closes();
    let send = async || {
        let body = json!({"content": "is there room?"});
        let path = format!("/channels/{}/messages", world.channel);
        world.owner().asks(Method::POST, &program.url(""), &path, Some(&body)).await.expect("an answer")
    };
    let (refused, body) = send().await;
    assert_eq!(refused.as_u16(), status);
    assert!(body["code"].is_u64() && body["message"].is_string() && body["request_id"].is_string(), "{body}");
    let (token, refresh) = signs_in_without_room(&program, &world).await;
    let avatar = world.owner().asks(Method::PATCH, &program.url(""), "/users/@me", Some(&json!({"avatar": IMAGE}))).await;
    assert_eq!(avatar.expect("an answer").0.as_u16() / 100, 5);
    assert_eq!(images(&program.folder().join("data/media")), 0, "no part of an image is left");

    shim.mends();
    let took = until("writing again", WELL_AFTER, async || send().await.0 == StatusCode::OK).await;
    until("being well", WELL_AFTER, async || readiness(&program).await.1["status"] == "ok").await;
    stays_signed_in(&program, &token, &refresh).await;
    board.hears(50).await;
    board.stop();
    let mut senders = stopped(working).await;
    assert!(board.refused().keys().all(|seen| *seen == status || *seen == 503), "{:?}", board.refused());
    assert_eq!(integrity(&program).await, "ok");
    (compare(&program, &world, &mut senders, &world.channel).await.0, took)
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_is_full_writes_are_refused_until_there_is_room() {
    let (tally, took) = a_while_without_writes(ENOSPC, (507, "storage_full")).await;
    proof(
        "2.k",
        format!("acknowledged writes lost or changed over a full disk; stored again after {} ms", took.as_millis()),
        tally,
        0,
        tally == Tally::default(),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_becomes_read_only_writes_are_refused_until_it_is_not() {
    let (tally, took) = a_while_without_writes(EROFS, (503, "read_only")).await;
    proof(
        "2.l",
        format!("acknowledged writes lost or changed over a read-only disk; stored again after {} ms", took.as_millis()),
        tally,
        0,
        tally == Tally::default(),
    );
}

/// Started where nothing can be written, after a stop in good order or a kill.
async fn starts_read_only(end: impl FnOnce(&mut Program)) {
    let (mut program, shim, world, _) = server(&Shim::under).await;
    let path = format!("/channels/{}/messages", world.channel);
    let hello = json!({"content": "hello"});
    world.owner().posts(&program, &path, &hello).await;
    end(&mut program);
    shim.order(Order::EveryWrite, EROFS);
    program.starts();
    assert_eq!(readiness(&program).await, (StatusCode::OK, json!({"status": "degraded", "reasons": ["read_only"]})));
    assert_eq!(world.history(&program, &world.channel).await.len(), 1);
    let send = async || world.owner().asks(Method::POST, &program.url(""), &path, Some(&hello)).await;
    assert_eq!(send().await.expect("an answer").0, StatusCode::SERVICE_UNAVAILABLE);
    shim.mends();
    let took = until("writing again", WELL_AFTER, async || send().await.is_some_and(|answer| answer.0 == StatusCode::OK)).await;
    until("being well", WELL_AFTER, async || readiness(&program).await.1["status"] == "ok").await;
    assert_eq!(world.history(&program, &world.channel).await.len(), 2);
    println!("started on a read-only disk, it stores again after {} ms", took.as_millis());
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_read_only_disk_it_starts_and_reads_and_later_writes() {
    starts_read_only(|program| assert!(program.is_told_to_stop().0.success())).await;
    starts_read_only(Program::is_killed).await;
}
