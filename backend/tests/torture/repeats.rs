//! A send that is repeated, at the same moment or after a crash, is one message and one event (R-20, F-3).

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::{StreamExt, future::join_all, stream};
use reqwest::Method;
use serde_json::json;

use crate::{
    ears::{Ear, Heard},
    program::Program,
    sizes::{proof, size},
    world::{Person, World, id, lasting},
};

const PEOPLE: usize = 4;
const AT_ONCE: usize = 12;
/// Each is sent this often at the same moment, one time more for each of the next numbers.
const MOST_REPEATS: usize = 5;

/// The ids that the repeats of one send were answered with.
async fn repeats(person: &Person, url: &str, path: &str, number: usize) -> (usize, Vec<u64>) {
    let nonce = format!("n{number}");
    let once = async |_| {
        let (status, body) =
            person.asks(Method::POST, url, path, Some(&json!({"content": nonce, "nonce": nonce, "enforce_nonce": true}))).await?;
        assert!(status.is_success(), "{status} {body}");
        Some(id(&body["id"]))
    };
    let times = 1 + number % MOST_REPEATS;
    (number, join_all((0..times).map(once)).await.into_iter().flatten().collect())
}

/// What each send was answered with, by its number.
type Known = HashMap<usize, Vec<u64>>;

/// All sends of a round; what is answered is added to what is known, and counted.
async fn round(world: &World, url: &str, path: &str, (numbers, answers): (Vec<usize>, &AtomicUsize)) -> Known {
    let sends = numbers.into_iter().map(|number| repeats(&world.people[number % PEOPLE], url, path, number));
    let mut answered = stream::iter(sends).buffer_unordered(AT_ONCE);
    let mut known = Known::new();
    while let Some((number, ids)) = answered.next().await {
        answers.fetch_add(1, Ordering::SeqCst);
        known.insert(number, ids);
    }
    known
}

fn learn(known: &mut Known, more: Known) {
    for (number, ids) in more {
        known.entry(number).or_default().extend(ids);
    }
}

async fn a_repeat_is_the_same_message(program: Program, engine: &str, (rounds, each): (usize, usize)) {
    let mut program = lasting(program);
    program.starts();
    let world = World::made(&program, PEOPLE).await;
    let channel = world.opens_channel(&program, "repeats").await;
    let path = format!("/channels/{channel}/messages");
    let mut known = Known::new();
    let mut heard = Vec::new();
    for number in 0..rounds {
        let ear = Ear::opens(&program, world.owner(), &channel).await;
        let url = program.url("");
        let numbers: Vec<usize> = (number * each..(number + 1) * each).collect();
        let answers = AtomicUsize::new(0);
        let killing = async {
            while answers.load(Ordering::SeqCst) < each / 2 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            program.is_killed();
        };
        let (first, ()) = tokio::join!(round(&world, &url, &path, (numbers.clone(), &answers)), killing);
        learn(&mut known, first);
        heard.extend(ear.hears_to_the_end().await);
        program.starts();
        // Whoever got no answer asks again; who got one, too.
        let ear = Ear::opens(&program, world.owner(), &channel).await;
        learn(&mut known, round(&world, &program.url(""), &path, (numbers, &answers)).await);
        program.is_killed();
        heard.extend(ear.hears_to_the_end().await);
        program.starts();
    }

    let requests: usize = known.values().map(Vec::len).sum();
    let disagreeing = known.values().filter(|ids| ids.windows(2).any(|pair| pair[0] != pair[1])).count();
    assert_eq!(disagreeing, 0, "all answers name the same message");
    let stored = world.history(&program, &channel).await;
    let rows = stored.len().abs_diff(known.len());
    let created: Vec<u64> = heard.iter().filter(|one| matches!(one, Heard::Created(..))).map(Heard::id).collect();
    let mut once = created.clone();
    once.sort_unstable();
    once.dedup();
    let doubled = rows + (created.len() - once.len());
    let what = format!("doubled rows or events on {engine}, {} sends answered {requests} times over {rounds} kills", known.len());
    proof("2.g", what, doubled, 0, doubled == 0 && known.len() == rounds * each);
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_repeated_send_is_one_message() {
        a_repeat_is_the_same_message(Program::on_sqlite(), "SQLite", size((4, 400), (50, 2_000))).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_repeated_send_is_one_message() {
        a_repeat_is_the_same_message(Program::on_postgres().await, "Postgres", size((2, 200), (10, 700))).await;
    }
}
