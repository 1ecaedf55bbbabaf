//! Killed while somebody writes to many for the first time: a conversation is in the other one's list exactly if there is
//! something to read in it, and what was answered is.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::program::Program;

const FRIENDS: usize = 60;
/// When so many are answered, the server is killed.
const KILL_AFTER: usize = 20;

async fn register(program: &Program, client: &Client, name: &str) -> (String, String) {
    let form = json!({"email": format!("{name}@example.org"), "username": name, "password": "correct horse battery"});
    let answer = client.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
    let body: Value = answer.json().await.expect("JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    (text(&body["user"]["id"]), text(&body["access_token"]))
}

async fn get(program: &Program, client: &Client, token: &str, path: &str) -> Value {
    let answer = client.get(program.url(&format!("/api/v10{path}"))).bearer_auth(token).send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

/// Writes to somebody for the first time. Yields whether that was answered.
async fn writes_to(url: String, token: String, other: String) -> bool {
    let client = Client::new();
    let post = async |path: &str, body: Value| {
        let answer = client.post(format!("{url}{path}")).bearer_auth(&token).json(&body).send().await.ok()?;
        answer.error_for_status().ok()?.json::<Value>().await.ok()
    };
    let Some(opened) = post("/users/@me/channels", json!({"recipient_id": other})).await else { return false };
    let path = format!("/channels/{}/messages", opened["id"].as_str().expect("an id"));
    post(&path, json!({"content": "hello"})).await.is_some()
}

async fn a_first_message_comes_with_its_dm_channel(mut program: Program) {
    program.starts();
    let client = Client::new();
    let (_, ann) = register(&program, &client, "ann").await;
    let mut friends = Vec::new();
    for number in 0..FRIENDS {
        let (id, token) = register(&program, &client, &format!("friend{number}")).await;
        let settings = client.patch(program.url("/api/v10/users/@me/settings")).bearer_auth(&token);
        settings
            .json(&json!({"direct_messages": "everyone"}))
            .send()
            .await
            .expect("an answer")
            .error_for_status()
            .expect("is set");
        friends.push((id, token));
    }
    let (answered, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let writing: Vec<_> = friends
        .iter()
        .map(|(id, _)| {
            let (url, token, id) = (program.url("/api/v10"), ann.clone(), id.clone());
            let (answered, enough) = (answered.clone(), enough.clone());
            tokio::spawn(async move {
                let done = writes_to(url, token, id).await;
                if done && answered.fetch_add(1, Ordering::SeqCst) + 1 >= KILL_AFTER {
                    enough.notify_one();
                }
                done
            })
        })
        .collect();
    enough.notified().await;
    program.is_killed();
    let mut done = Vec::new();
    for one in writing {
        done.push(one.await.expect("ends"));
    }

    program.starts();
    for ((_, token), done) in friends.iter().zip(done) {
        let list = get(&program, &client, token, "/users/@me/channels").await;
        let listed = list.as_array().expect("a list");
        assert!(listed.len() == 1 || !done, "what was answered is shown");
        for conversation in listed {
            let path = format!("/channels/{}/messages", conversation["id"].as_str().expect("an id"));
            let page = get(&program, &client, token, &path).await;
            assert_eq!(page[0]["content"], "hello", "what is shown has something to read");
            assert_eq!(conversation["last_message_id"], page[0]["id"]);
        }
    }
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_while_somebody_writes_to_many_for_the_first_time() {
        a_first_message_comes_with_its_dm_channel(Program::on_sqlite()).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn killed_while_somebody_writes_to_many_for_the_first_time() {
        a_first_message_comes_with_its_dm_channel(Program::on_postgres().await).await;
    }
}
