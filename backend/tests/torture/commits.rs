//! The answer to a COMMIT is lost. What was stored is made known as if nothing had happened, and what was not stored never is (P-2).

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    ears::{Ear, Heard},
    program::Program,
    relay::{Cut, Relay, Way, relayed},
    world::{Person, World, lasting},
};

/// Whoever is told to come again is told so within two seconds, on a machine that has other things to do.
const TOLD_WITHIN: Duration = Duration::from_millis(2300);

async fn begins() -> (Program, Relay, World) {
    let (program, relay) = relayed().await;
    let mut program = lasting(program);
    program.starts();
    let world = World::made(&program, 3).await;
    (program, relay, world)
}

async fn says(program: &Program, person: &Person, channel: &str, text: &str) -> (StatusCode, Value) {
    let path = format!("/channels/{channel}/messages");
    person.asks(Method::POST, &program.url(""), &path, Some(&json!({"content": text}))).await.expect("an answer")
}

async fn status(program: &Program, person: &Person, method: Method, path: &str) -> StatusCode {
    person.asks(method, &program.url(""), path, None).await.expect("an answer").0
}

/// Says something until it is stored.
async fn says_at_last(program: &Program, person: &Person, channel: &str, text: &str) {
    let (began, path, body) = (Instant::now(), format!("/channels/{channel}/messages"), json!({"content": text}));
    let url = program.url("");
    let says = || person.asks(Method::POST, &url, &path, Some(&body));
    while !says().await.is_some_and(|(status, _)| status.is_success()) {
        assert!(began.elapsed() < Duration::from_secs(20), "it is stored in the end: {}", program.logged());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn words(heard: &[Heard]) -> Vec<&str> {
    heard.iter().filter_map(|one| if let Heard::Created(_, text) = one { Some(text.as_str()) } else { None }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_answered_and_announced_although_the_answer_of_the_database_was_lost() {
    for cut in [Cut::Answer, Cut::Silently] {
        let (program, relay, world) = begins().await;
        let mut ear = Ear::opens(&program, &world.people[1], &world.channel).await;
        relay.cuts_the_next_commit(cut, Way::Open);
        let (status, body) = says(&program, world.owner(), &world.channel, "lost and found").await;
        assert_eq!(status, 200, "{cut:?} {body}");
        says_at_last(&program, world.owner(), &world.channel, "next").await;
        // Its numbers have no gap.
        assert_eq!(words(&ear.hears(2).await), ["lost and found", "next"], "{cut:?}");
        ear.closes();
        assert_eq!(world.history(&program, &world.channel).await.len(), 2, "{cut:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_kicked_is_out_although_the_answer_of_the_database_was_lost() {
    let (program, relay, world) = begins().await;
    let (bob, messages) = (&world.people[1], format!("/channels/{}/messages", world.channel));
    relay.cuts_the_next_commit(Cut::Answer, Way::Open);
    let kicked = status(&program, world.owner(), Method::DELETE, &format!("/guilds/{}/members/{}", world.guild, bob.id)).await;
    assert_eq!(kicked, 204);
    assert_eq!(status(&program, bob, Method::GET, &messages).await, 404);
    assert_eq!(says(&program, bob, &world.channel, "still here").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_stored_is_refused_and_never_announced() {
    let (program, relay, world) = begins().await;
    let mut ear = Ear::opens(&program, &world.people[1], &world.channel).await;
    relay.cuts_the_next_commit(Cut::Request, Way::Open);
    let (status, _) = says(&program, world.owner(), &world.channel, "never said").await;
    assert_eq!(status, 503);
    says_at_last(&program, world.owner(), &world.channel, "said").await;
    assert_eq!(words(&ear.hears(1).await), ["said"]);
    ear.closes();
    assert_eq!(world.history(&program, &world.channel).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_refused_in_time_and_made_known_when_the_database_is_back() {
    for away in [Way::Closes, Way::Swallows, Way::Stopped] {
        let (program, relay, world) = begins().await;
        let (bob, eve) = (&world.people[1], &world.people[2]);
        let mut ear = Ear::opens(&program, eve, &world.channel).await;
        relay.cuts_the_next_commit(Cut::Silently, away);
        let began = Instant::now();
        let path = format!("/guilds/{}/members/{}", world.guild, bob.id);
        let answer = world.owner().sends(Method::DELETE, &program.url(""), &path, None).await.expect("an answer");
        assert_eq!(answer.status(), 503, "{away:?}");
        assert!(answer.headers().contains_key("retry-after"), "{away:?}");
        assert!(began.elapsed() < TOLD_WITHIN, "{away:?}: {:?}", began.elapsed());
        relay.becomes(Way::Open);
        says_at_last(&program, world.owner(), &world.channel, "next").await;
        assert_eq!(says(&program, bob, &world.channel, "still here").await.0, 404, "{away:?}: it was stored");
        assert_eq!(words(&ear.hears(1).await), ["next"], "{away:?}: its numbers have no gap");
        ear.closes();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_can_say_what_was_stored_everybody_begins_anew() {
    let (program, relay, world) = begins().await;
    let (bob, mut conn) = (&world.people[1], relay.passes_by(&program).await);
    let forgets = "CREATE FUNCTION pg_xact_status(xid8) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$";
    sqlx::raw_sql(forgets).execute(&mut conn).await.expect("the server forgets what it has done");
    let ear = Ear::opens(&program, bob, &world.channel).await;
    relay.cuts_the_next_commit(Cut::Answer, Way::Open);
    let path = format!("/guilds/{}/members/{}", world.guild, bob.id);
    let kicked = world.owner().sends(Method::DELETE, &program.url(""), &path, None).await.map(|answer| answer.status());
    assert_eq!(kicked, Some(StatusCode::SERVICE_UNAVAILABLE), "{}", program.logged());
    ear.hears_to_the_end().await;
    says_at_last(&program, world.owner(), &world.channel, "next").await;
    assert_eq!(says(&program, bob, &world.channel, "still here").await.0, 404);
    assert!(program.logged().contains("restarting"));
}
