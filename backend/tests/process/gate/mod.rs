//! Others' acknowledgements while each heavy route runs at its worst size: nobody who asks for much makes those wait who talk.

mod jobs;
mod routes;
mod world;

use std::time::{Duration, Instant};

use futures_util::future::{join_all, select};
use serde_json::json;

use self::{routes::HEAVY, world::World};
use crate::program::takes_figures;

/// People who talk, and how often each does.
const SENDERS: std::ops::Range<usize> = 2..22;
const EVERY: Duration = Duration::from_millis(100);
/// Requests of a heavy route that are under way at once.
const AT_ONCE: usize = 4;
/// What the budget is at least, whatever is quiet.
const LEAST: Duration = Duration::from_millis(50);
const TIMES: u32 = 3;

/// How long senders wait for their acknowledgements, while something else happens.
async fn acks(world: &World, within: Duration) -> Vec<Duration> {
    let began = Instant::now();
    let each = SENDERS.map(async |sender| {
        let mut times = Vec::new();
        tokio::time::sleep(EVERY * u32::try_from(sender).expect("few") / 20).await;
        while began.elapsed() < within {
            let sent = Instant::now();
            let path = world.program.url(&format!("/api/v10/channels/{}/messages", world.small.1));
            let body = json!({"content": "tea?"});
            let answer = world.client.post(path).bearer_auth(&world.tokens[sender]).json(&body).send().await.expect("an answer");
            assert!(answer.status().is_success(), "{}", answer.status());
            times.push(sent.elapsed());
            tokio::time::sleep(EVERY.saturating_sub(sent.elapsed())).await;
        }
        times
    });
    let mut all: Vec<Duration> = join_all(each).await.into_iter().flatten().collect();
    all.sort_unstable();
    all
}

fn p99(sorted: &[Duration]) -> Duration {
    sorted[sorted.len() * 99 / 100]
}

fn row(number: usize, what: &str, (took, count): (Duration, usize), budget: Option<Duration>) -> bool {
    let passes = budget.is_none_or(|budget| took <= budget);
    let budget = budget.map_or_else(|| "-".to_owned(), |budget| format!("at most {:.0} ms", budget.as_secs_f64() * 1000.0));
    let took = took.as_secs_f64() * 1000.0;
    let verdict = if passes { "pass" } else { "fail" };
    println!(
        "proof | 10.{number:02} | p99 of other users' acknowledgements: {what} | {took:.1} ms ({count} runs) | {budget} | {verdict}"
    );
    passes
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_at_its_worst_size_delays_messages() {
    let (messages, seconds) = if takes_figures() { (150_000, 4) } else { (5_000, 1) };
    let world = World::with(messages).await;
    let within = Duration::from_secs(seconds);
    // The first are slower: nothing has been read yet.
    acks(&world, within).await;
    let quiet = p99(&acks(&world, within).await);
    let budget = (quiet * TIMES).max(LEAST);
    row(0, "nothing else runs", (quiet, 0), None);
    let mut failed = Vec::new();
    for (number, (what, route)) in HEAVY.iter().enumerate() {
        let runs = std::sync::atomic::AtomicUsize::new(0);
        let heavy = join_all((0..AT_ONCE).map(async |lane| {
            for run in 0.. {
                if route(&world, lane, run).await {
                    runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                } else {
                    // It was refused for a moment, or can be done only once.
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }));
        let talk = acks(&world, within);
        let times = match select(Box::pin(talk), Box::pin(heavy)).await {
            futures_util::future::Either::Left((times, _)) => times,
            futures_util::future::Either::Right(_) => unreachable!("the heavy route is asked for again and again"),
        };
        let runs = runs.load(std::sync::atomic::Ordering::Relaxed);
        // A second is little for what hashes passwords, without the release build.
        assert!(runs > 0 || !takes_figures(), "{what} never succeeded");
        if !row(number + 1, what, (p99(&times), runs), Some(budget)) {
            failed.push(*what);
        }
    }
    // Without the release build, on a machine that does other things, times prove nothing.
    assert!(failed.is_empty() || !takes_figures(), "over the budget: {failed:?}");
}
