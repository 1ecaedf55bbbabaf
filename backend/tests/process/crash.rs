//! Killed in the middle of sending: what was answered is there, once and in order.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::program::Program;

const SENDERS: usize = 8;
const SENDS: usize = 1000;
/// When so many are answered, the server is killed.
const KILL_AFTER: usize = 600;

/// What one sender knows: the ids that were answered, by nonce, in order.
async fn send(url: String, token: String, name: usize, answered: Arc<AtomicUsize>, enough: Arc<Notify>) -> Vec<(String, u64)> {
    let client = Client::new();
    let mut acknowledged = Vec::new();
    for n in 0..SENDS / SENDERS {
        let nonce = format!("{name}-{n}");
        let request =
            client.post(&url).bearer_auth(&token).json(&json!({"content": nonce, "nonce": nonce, "enforce_nonce": true}));
        let Ok(answer) = request.send().await else { break };
        let Ok(body) = answer.json::<Value>().await else { break };
        acknowledged.push((nonce, body["id"].as_str().expect("an id").parse().expect("a number")));
        if answered.fetch_add(1, Ordering::SeqCst) + 1 >= KILL_AFTER {
            enough.notify_one();
        }
    }
    acknowledged
}

async fn history(program: &Program, client: &Client, token: &str, channel: &str) -> Vec<(u64, String)> {
    let (mut all, mut before) = (Vec::new(), String::new());
    loop {
        let url = program.url(&format!("/api/v10/channels/{channel}/messages?limit=100{before}"));
        let page: Vec<Value> = client.get(url).bearer_auth(token).send().await.expect("an answer").json().await.expect("a list");
        let Some(last) = page.last() else { break };
        before = format!("&before={}", last["id"].as_str().expect("an id"));
        all.extend(page.iter().map(|message| {
            let id = message["id"].as_str().expect("an id").parse().expect("a number");
            (id, message["content"].as_str().expect("text").to_owned())
        }));
    }
    all
}

async fn what_was_answered_is_there(mut program: Program) {
    program.starts();
    let client = Client::new();
    let (token, channel) = program.owner(&client).await;
    let url = program.url(&format!("/api/v10/channels/{channel}/messages"));
    let (answered, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let senders: Vec<_> =
        (0..SENDERS).map(|name| tokio::spawn(send(url.clone(), token.clone(), name, answered.clone(), enough.clone()))).collect();
    enough.notified().await;
    program.is_killed();
    let mut acknowledged = Vec::new();
    for sender in senders {
        let of_one = sender.await.expect("the sender ends");
        assert!(of_one.windows(2).all(|pair| pair[0].1 < pair[1].1), "ids of one sender rise");
        acknowledged.extend(of_one);
    }
    assert!(acknowledged.len() >= KILL_AFTER && acknowledged.len() < SENDS, "killed in the middle: {}", acknowledged.len());

    program.starts();
    let stored = history(&program, &client, &token, &channel).await;
    assert!(stored.windows(2).all(|pair| pair[0].0 > pair[1].0), "newest first, no id twice");
    let mut by_nonce: HashMap<&str, Vec<u64>> = HashMap::new();
    for (id, content) in &stored {
        by_nonce.entry(content).or_default().push(*id);
    }
    assert!(by_nonce.values().all(|ids| ids.len() == 1), "nothing is there twice");
    for (nonce, id) in &acknowledged {
        assert_eq!(by_nonce.get(nonce.as_str()), Some(&vec![*id]), "{nonce} was answered");
    }

    // Who got no answer asks again with the same nonce and learns what happened.
    let again = client.post(program.url(&format!("/api/v10/channels/{channel}/messages"))).bearer_auth(&token);
    let (nonce, id) = &acknowledged[acknowledged.len() - 1];
    let body: Value = again
        .json(&json!({"content": nonce, "nonce": nonce, "enforce_nonce": true}))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(body["id"], id.to_string());
    println!("answered before the kill: {}, stored: {}, lost: 0, doubled: 0", acknowledged.len(), stored.len());
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_while_a_thousand_messages_are_sent() {
        what_was_answered_is_there(Program::on_sqlite()).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_while_a_thousand_messages_are_sent() {
        what_was_answered_is_there(Program::on_postgres().await).await;
    }
}
