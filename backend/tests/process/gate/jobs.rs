//! What write jobs take at their worst size, with nothing beside them.
//!
//! How long a job took is told by the server itself, by kind. A single run may have been held up by the machine; what is over the budget
//! more often than not is so by itself.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::{
    routes::{HEAVY, Route},
    world::{POPULAR, World},
};

const RUNS: usize = 10;
/// Sessions that are there when all are called: some for each person.
const PRESENT: usize = 4;
/// The upper end of the metric's step that is the budget of a job, in seconds.
const BUDGET: &str = "0.02";

/// By what they are. These cost nobody else a wait, but their jobs grow with what is stored.
const MORE: &[(&str, Route)] = &[
    ("all who are there are called", |world, _, _| {
        Box::pin(async move {
            let path = format!("/channels/{}/messages", world.large.1);
            world.asks(Method::POST, 0, &path, &json!({"content": "@here tea?"})).await
        })
    }),
    ("everybody is called", |world, _, _| {
        Box::pin(async move {
            let path = format!("/channels/{}/messages", world.large.1);
            world.asks(Method::POST, 0, &path, &json!({"content": "@everyone tea?"})).await
        })
    }),
    ("a message that calls everybody is deleted", |world, _, _| {
        Box::pin(async move {
            let path = format!("/channels/{}/messages", world.large.1);
            let request = world.client.post(world.program.url(&format!("/api/v10{path}"))).bearer_auth(&world.tokens[0]);
            let sent = request.json(&json!({"content": "@everyone tea?"})).send().await.expect("an answer");
            let sent: Value = sent.json().await.expect("JSON");
            let id = sent["id"].as_str().expect("an id");
            world.asks(Method::DELETE, 0, &format!("{path}/{id}"), &json!({})).await
        })
    }),
    ("200 channels are moved", |world, _, run| {
        Box::pin(async move {
            let places = world.channels.iter().enumerate();
            let list: Vec<Value> = places.map(|(at, id)| json!({"id": id, "position": (at + run) % 200})).collect();
            world.asks(Method::PATCH, 0, &format!("/guilds/{}/channels", world.large.0), &json!(list)).await
        })
    }),
    ("a channel is made for 5,000 members, and deleted", |world, _, run| {
        Box::pin(async move {
            let path = format!("/guilds/{}/channels", world.small.0);
            world.asks(Method::POST, 0, &path, &json!({"name": format!("new{run}"), "type": 0})).await
        })
    }),
    ("who is in 100 guilds takes another name", |world, _, run| {
        Box::pin(async move {
            let body = json!({"global_name": format!("Name {run}")});
            world.asks(Method::PATCH, POPULAR, "/users/@me", &body).await
        })
    }),
    ("who has blocked a thousand blocks and unblocks another", |world, _, run| {
        Box::pin(async move {
            let method = if run % 2 == 0 { Method::DELETE } else { Method::PUT };
            world.asks(method, POPULAR, &format!("/users/@me/blocks/{}", world.ids[3]), &json!({})).await
        })
    }),
    ("a member is put out of a guild with everything", |world, _, run| {
        Box::pin(async move {
            let path = format!("/guilds/{}/members/{}", world.large.0, world.ids[4 + run]);
            world.asks(Method::DELETE, 0, &path, &json!({})).await
        })
    }),
    ("somebody with 4,900 invites ends everything that lets others in", |world, _, run| {
        Box::pin(async move {
            let body = json!({"everything": true, "keep_current": true});
            run == 0 && world.asks(Method::POST, POPULAR, "/auth/logout-all", &body).await
        })
    }),
];

/// How many jobs of each kind there were, and how many of them within the budget.
type Counts = BTreeMap<String, (u64, u64)>;

async fn counts(world: &World) -> Counts {
    let text =
        world.client.get(world.program.metrics_url("/metrics")).send().await.expect("an answer").text().await.expect("text");
    let mut counts = Counts::new();
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("chatspace_write_job_seconds_bucket{") else { continue };
        let (labels, value) = rest.rsplit_once("} ").expect("a sample");
        let label = |name: &str| {
            let (_, rest) = labels.split_once(&format!("{name}=\"")).expect("the label");
            rest.split('"').next().expect("a value")
        };
        let count: u64 = value.parse().expect("a whole number");
        let entry = counts.entry(label("kind").to_owned()).or_default();
        match label("le") {
            BUDGET => entry.1 = count,
            "+Inf" => entry.0 = count,
            _ => {}
        }
    }
    counts
}

/// Sessions of everybody, so that what is told has somebody to be told to.
async fn present(world: &World) {
    for token in world.tokens.iter().flat_map(|token| std::iter::repeat_n(token, PRESENT)) {
        let address = world.program.url("/gateway?v=10&encoding=json").replace("http://", "ws://");
        let (mut socket, _) = connect_async(address).await.expect("a connection");
        let d = json!({"token": token, "intents": 53_608_447, "properties": {}, "chatspace": {"v": 1}});
        socket.send(Message::text(json!({"op": 2, "d": d}).to_string())).await.expect("is sent");
        tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_write_job_takes_longer_than_its_budget_at_its_worst_size() {
    let messages = if super::takes_figures() { 150_000 } else { 5_000 };
    let world = World::with(messages).await;
    present(&world).await;
    let before = counts(&world).await;
    let succeeded = AtomicUsize::new(0);
    for (what, route) in MORE.iter().chain(HEAVY) {
        let mut runs = 0;
        for run in 0..RUNS {
            runs += usize::from(route(&world, 0, run).await);
        }
        assert!(runs > 0, "{what} never succeeded");
        succeeded.fetch_add(1, Ordering::Relaxed);
    }
    // What was begun there is done in steps behind it.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let after = counts(&world).await;
    let mut over = Vec::new();
    for (kind, (count, within)) in &after {
        let (earlier, earlier_within) = before.get(kind).copied().unwrap_or_default();
        let (count, slow) = (count - earlier, (count - earlier) - (within - earlier_within));
        let passes = slow * 2 <= count;
        println!(
            "proof | 10.j | write jobs over 20 ms, {kind} | {slow} of {count} | at most every other | {}",
            if passes { "pass" } else { "fail" }
        );
        if !passes {
            over.push(kind.clone());
        }
    }
    assert!(after.len() >= 20, "{} kinds", after.len());
    // A debug build is slower by far.
    assert!(over.is_empty() || !super::takes_figures(), "over the budget: {over:?}");
}
