//! The name of a request, from its answer to the last receiver of what it made.

use std::collections::HashSet;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Person, Socket, ask, figures::figure, post, register, text};
use crate::program::Program;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

async fn in_guild(program: &Program) -> (Vec<Person>, String) {
    let ann = register(program, "ann").await;
    let (_, guild) = post(program, "/guilds", &ann.token, &json!({"name": "Tea friends", "system_channel_flags": 1})).await;
    let channel = text(&guild["system_channel_id"]);
    let (_, invite) = post(program, &format!("/channels/{channel}/invites"), &ann.token, &json!({})).await;
    let mut people = vec![ann];
    for name in ["bob", "cleo"] {
        let person = register(program, name).await;
        let (status, body) = post(program, &format!("/invites/{}", text(&invite["code"])), &person.token, &json!({})).await;
        assert_eq!(status, 200, "{body}");
        people.push(person);
    }
    (people, channel)
}

/// Sends a message within a trace; yields the id that the answer names.
async fn sends(program: &Program, person: &Person, channel: &str, trace: &str) -> String {
    let request = Client::new().post(program.url(&format!("/api/v10/channels/{channel}/messages"))).bearer_auth(&person.token);
    let request = request.header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"));
    let answer = request.json(&json!({"content": "hello"})).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.headers()["x-request-id"].to_str().expect("text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_is_followed_from_its_request_to_three_receivers() {
    let mut program = Program::on_sqlite().with("LOG_FORMAT", "json").with("DEBUG", "true").with("TRUSTED_PROXIES", "127.0.0.1");
    program.starts();
    let (people, channel) = in_guild(&program).await;
    let mut sockets = Vec::new();
    for person in &people {
        sockets.push(Socket::identified(&program, person).await.0);
    }
    assert_eq!(sends(&program, &people[1], &channel, TRACE).await, TRACE, "a trusted proxy has named it");
    for socket in &mut sockets {
        assert_eq!(socket.event("MESSAGE_CREATE").await["content"], "hello");
    }
    program.is_told_to_stop();
    let lines = super::log::lines(&program);
    let of_it: Vec<&Value> = lines.iter().filter(|line| line["request_id"] == TRACE).collect();
    let told = of_it.iter().filter(|line| line["target"] == "chatspace::dispatch" && line["event"] == "MESSAGE_CREATE");
    let told: HashSet<String> = told.map(|line| line["user"].to_string()).collect();
    assert_eq!(told, people.iter().map(|person| person.id.clone()).collect());
    let answered = of_it.iter().find(|line| line["target"] == "chatspace::requests").expect("the request is logged");
    assert_eq!(answered["route"], "/api/v10/channels/{channel_id}/messages");
    figure('f', "receivers of one message found by its request id", told.len(), "3", told.len() == 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_and_every_error_body_names_its_request_and_strangers_name_none() {
    let mut program = Program::on_sqlite();
    program.starts();
    let ann = register(&program, "ann").await;
    let mut seen = HashSet::new();
    for (method, path, token, body, expected) in [
        (Method::GET, "/health/live", "", None, 200),
        (Method::GET, "/api/v10/users/@me", &*ann.token, None, 200),
        (Method::GET, "/api/v10/users/@me", "none", None, 401),
        (Method::GET, "/api/v10/nothing", "", None, 404),
        (Method::PUT, "/api/v10/users/@me", &*ann.token, None, 405),
        (Method::POST, "/api/v10/guilds", &*ann.token, Some(json!({"name": ""})), 400),
        (Method::GET, "/api/v10/channels/1/messages", &*ann.token, None, 404),
        (Method::GET, "/api/v10/users/@me?token=x", "", None, 400),
        (Method::GET, "/api/v10/chatspace/admin/users?limit=x", &*ann.token, None, 400),
        (Method::TRACE, "/api/v10/users/@me", "", None, 405),
    ] {
        let answer = ask(&program, method, path, token, body.as_ref()).await;
        let status = answer.status().as_u16();
        assert_eq!(status, expected, "{path}");
        let id = answer.headers()["x-request-id"].to_str().expect("text").to_owned();
        assert_eq!(id.len(), 16);
        assert!(seen.insert(id.clone()), "no two are named alike");
        if status >= 400 {
            assert_eq!(answer.json::<Value>().await.expect("JSON")["request_id"], id, "{path}");
        }
    }
    let (_, guild) = post(&program, "/guilds", &ann.token, &json!({"name": "Tea friends", "system_channel_flags": 1})).await;
    assert_ne!(sends(&program, &ann, &text(&guild["system_channel_id"]), TRACE).await, TRACE, "nobody trusts a stranger");
}
