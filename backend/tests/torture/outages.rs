//! Postgres does not answer for a while. Whoever writes or reads is told in time to come again, and afterwards all goes on (P-3, R-62).

use std::{
    process::Command,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::{
    ears::Ear,
    program::Program,
    relay::{Relay, Way, relayed},
    world::{Person, World, lasting},
};

/// Everybody is told within two seconds, on a machine that has other things to do.
const TOLD_WITHIN: Duration = Duration::from_millis(2300);
/// At once, of each kind. There are fewer connections than that.
const CALLERS: usize = 12;

async fn begins() -> (Program, Relay, World) {
    let (program, relay) = relayed().await;
    let mut program = lasting(program);
    program.starts();
    let world = World::made(&program, 2).await;
    (program, relay, world)
}

/// One request that is refused: 503 with the time to come again.
async fn is_told_to_come_again(person: &Person, url: &str, (method, path): (Method, &str), when: &str) {
    let body = (method != Method::GET).then(|| json!({"content": "hello", "name": "herbs", "nick": "bob"}));
    let began = Instant::now();
    let answer = person.sends(method.clone(), url, path, body.as_ref()).await.expect("an answer");
    let took = began.elapsed();
    assert_eq!(answer.status(), 503, "{when}: {method} {path}");
    assert!(answer.headers().contains_key("retry-after"), "{when}: {method} {path}");
    assert!(took < TOLD_WITHIN, "{when}: {method} {path} took {took:?}");
}

async fn everybody_is_told(program: &Program, world: &World, when: &str) {
    let (url, messages) = (program.url(""), format!("/channels/{}/messages", world.channel));
    let (guild, nick) = (format!("/guilds/{}/channels", world.guild), format!("/guilds/{}/members/@me", world.guild));
    let before = format!("{messages}?before=9");
    let (around, mentions) = (format!("{messages}?around=1"), "/users/@me/mentions".to_owned());
    let sessions = "/auth/sessions".to_owned();
    let asked = [
        (Method::POST, &messages),
        (Method::POST, &guild),
        (Method::PATCH, &nick),
        (Method::GET, &before),
        (Method::GET, &around),
        (Method::GET, &mentions),
        (Method::GET, &sessions),
    ];
    let all = (0..CALLERS).flat_map(|_| asked.iter());
    join_all(all.map(|(method, path)| is_told_to_come_again(world.owner(), &url, (method.clone(), path), when))).await;
}

/// Waits until something is stored again, and looks whether all is well.
async fn all_goes_on(program: &Program, world: &World, when: &str) {
    let (began, path) = (Instant::now(), format!("/channels/{}/messages", world.channel));
    let (url, again) = (program.url(""), json!({"content": "again"}));
    let says = || world.owner().asks(Method::POST, &url, &path, Some(&again));
    while !says().await.expect("an answer").0.is_success() {
        assert!(began.elapsed() < Duration::from_secs(20), "{when}: something is stored in the end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..2 * CALLERS {
        let (status, _) = world.owner().asks(Method::GET, &url, &path, None).await.expect("an answer");
        assert_eq!(status, 200, "{when}");
    }
    Ear::opens(program, &world.people[1], &world.channel).await.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_during_a_database_outage_fail_in_time_and_work_afterwards() {
    for way in [Way::Stopped, Way::Swallows, Way::Closes] {
        let (program, relay, world) = begins().await;
        let when = format!("{way:?}");
        all_goes_on(&program, &world, "before").await;
        let (server, mut ear) = (program.id(), Ear::opens(&program, &world.people[1], &world.channel).await);
        relay.becomes(way);
        // At first over connections that are there, then over those that are not.
        for _ in 0..2 {
            everybody_is_told(&program, &world, &when).await;
        }
        relay.becomes(Way::Open);
        all_goes_on(&program, &world, &when).await;
        assert_eq!(program.id(), server, "{when}: it is the same process");
        // Whoever has listened all the time has missed nothing.
        ear.hears(1).await;
        ear.closes();
    }
}

/// Stops or continues all sessions of a program.
async fn sessions_get(signal: &str, program: &Program, relay: &Relay) {
    let mut conn = relay.passes_by(program).await;
    let asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                 AND backend_type = 'client backend'";
    let pids: Vec<i32> = sqlx::query_scalar(asked).fetch_all(&mut conn).await.expect("sessions");
    assert!(!pids.is_empty());
    let mut command = Command::new("kill");
    command.arg(signal).args(pids.iter().map(ToString::to_string));
    assert!(command.status().expect("kill runs").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_stopped_keeps_nobody_waiting_and_is_replaced_when_it_goes_on() {
    let (program, relay, world) = begins().await;
    sessions_get("-STOP", &program, &relay).await;
    let (url, path) = (program.url(""), format!("/channels/{}/messages", world.channel));
    let sends = (0..CALLERS).map(|_| is_told_to_come_again(world.owner(), &url, (Method::POST, &path), "stopped"));
    join_all(sends).await;
    sessions_get("-CONT", &program, &relay).await;
    all_goes_on(&program, &world, "continued").await;
}
