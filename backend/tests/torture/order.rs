//! Many send, edit and delete in one channel at once: all who listen hear the same in the same order, and history says so too
//!

use std::collections::HashMap;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::{
    ears::{Ear, Heard},
    program::Program,
    sizes::{proof, size},
    world::{Person, World, by_id, id, lasting},
};

const PEOPLE: usize = 8;
/// Edits that race with the deletion of their message.
const EDITS: usize = 2;

/// Sends messages one after the other. Every other one is edited and deleted by requests that race.
async fn sends(person: Person, url: String, channel: String, count: usize) {
    let messages = format!("/channels/{channel}/messages");
    for number in 0..count {
        let sent = person.asks(Method::POST, &url, &messages, Some(&json!({"content": format!("{number}")}))).await;
        let (status, body) = sent.expect("an answer");
        assert_eq!(status, 200, "{body}");
        if number % 2 == 0 {
            race(&person, &url, &format!("{messages}/{}", id(&body["id"]))).await;
        }
    }
}

async fn race(person: &Person, url: &str, message: &str) {
    let edit = async |number: usize| {
        let body = json!({"content": format!("edit {number}")});
        person.asks(Method::PATCH, url, message, Some(&body)).await.expect("an answer").0
    };
    let delete = async || person.asks(Method::DELETE, url, message, None).await.expect("an answer").0;
    let (edits, deleted, again) = tokio::join!(join_all((0..EDITS).map(edit)), delete(), delete());
    assert!(edits.iter().all(|status| *status == 200 || *status == 404), "{edits:?}");
    let mut both = [deleted.as_u16(), again.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [204, 404], "it is deleted once");
}

/// Events that come before their message or after its end.
fn out_of_order(heard: &[Heard]) -> usize {
    let mut alive: HashMap<u64, bool> = HashMap::new();
    let mut wrong = 0;
    for one in heard {
        let state = alive.get(&one.id()).copied();
        let (right, now) = match one {
            Heard::Created(..) => (state.is_none(), true),
            Heard::Updated(..) => (state == Some(true), true),
            Heard::Deleted(..) => (state == Some(true), false),
        };
        wrong += usize::from(!right);
        alive.insert(one.id(), now);
    }
    wrong
}

/// What somebody has before them who has followed all events.
fn folded(heard: &[Heard]) -> HashMap<u64, String> {
    let mut messages = HashMap::new();
    for one in heard {
        match one {
            Heard::Created(id, text) | Heard::Updated(id, text) => drop(messages.insert(*id, text.clone())),
            Heard::Deleted(id) => drop(messages.remove(id)),
        }
    }
    messages
}

async fn one_order_for_all(program: Program, engine: &str, each: usize) {
    let mut program = lasting(program);
    program.starts();
    let world = World::made(&program, PEOPLE).await;
    let channel = world.opens_channel(&program, "race").await;
    let mut ears = join_all(world.people.iter().map(|person| Ear::opens(&program, person, &channel))).await;
    let sending = world.people.iter().map(|person| sends(person.clone(), program.url(""), channel.clone(), each));
    join_all(sending).await;
    // One more, by which each listener knows that all before it was heard.
    let owner = world.owner();
    owner.posts(&program, &format!("/channels/{channel}/messages"), &json!({"content": "the last"})).await;
    let total = PEOPLE * each + 1;
    let all = join_all(ears.iter_mut().map(|ear| ear.hears(total))).await;

    let different = all.iter().filter(|heard| **heard != all[0]).count();
    proof(
        "2.h",
        format!("receivers with another order, of {PEOPLE} on {engine} with {total} messages"),
        different,
        0,
        different == 0,
    );
    let created: Vec<u64> = all[0].iter().filter(|one| matches!(one, Heard::Created(..))).map(Heard::id).collect();
    assert!(created.windows(2).all(|pair| pair[0] < pair[1]), "ids rise in the order of events");
    assert_eq!(folded(&all[0]), by_id(world.history(&program, &channel).await), "history says the same");
    let wrong = out_of_order(&all[0]);
    let races = all[0].len() - created.len();
    proof(
        "2.i",
        format!("edits and deletions received before their message or after its end, of {races} on {engine}"),
        wrong,
        0,
        wrong == 0,
    );
}

#[test]
fn a_wrong_order_is_noticed() {
    let created = || Heard::Created(1, "a".to_owned());
    assert_eq!(out_of_order(&[created(), Heard::Deleted(1)]), 0);
    assert_eq!(out_of_order(&[Heard::Updated(1, "b".to_owned()), created()]), 2);
    assert_eq!(out_of_order(&[created(), Heard::Deleted(1), Heard::Updated(1, "b".to_owned())]), 1);
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn everybody_hears_one_order() {
        one_order_for_all(Program::on_sqlite(), "SQLite", size(150, 5_000)).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn everybody_hears_one_order() {
        one_order_for_all(Program::on_postgres().await, "Postgres", size(60, 1_000)).await;
    }
}
