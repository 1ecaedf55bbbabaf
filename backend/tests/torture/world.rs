//! People in a guild, and what can be asked through the front door.

use std::{collections::HashMap, time::Duration};

use futures_util::future::join_all;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::program::Program;

/// Longer than anything here may take; whoever waits so long would wait for ever.
const PATIENCE: Duration = Duration::from_secs(20);
const PAGE: usize = 100;
const CYCLES_PER_CHANNEL: usize = 3;

/// Somebody with a connection of their own.
#[derive(Clone)]
pub struct Person {
    client: Client,
    pub id: String,
    pub token: String,
}

/// What was answered: a status, and a body where there is one. `None` if nothing was.
pub type Answer = Option<(StatusCode, Value)>;

pub struct World {
    pub guild: String,
    /// Where they talk now: at first in the guild's first channel.
    pub channel: String,
    /// The first of them owns the guild.
    pub people: Vec<Person>,
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is text")).to_owned()
}

pub fn id(value: &Value) -> u64 {
    text(value).parse().expect("an id is a number")
}

impl Person {
    async fn registers(program: &Program, name: &str) -> Self {
        let client = Client::builder().timeout(PATIENCE).build().expect("a client");
        let form = json!({"email": format!("{name}@example.org"), "username": name, "password": "correct horse battery"});
        let answer = client.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
        let body: Value = answer.error_for_status().expect("an account").json().await.expect("JSON");
        Self { client, id: text(&body["user"]["id"]), token: text(&body["access_token"]) }
    }

    /// The same with another access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// One request to the server at `url`.
    pub async fn asks(&self, method: Method, url: &str, path: &str, body: Option<&Value>) -> Answer {
        let answer = self.sends(method, url, path, body).await?;
        let status = answer.status();
        // An answer that breaks off in the middle is none.
        let bytes = answer.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }

    /// The same, with what stands around the body.
    pub async fn sends(&self, method: Method, url: &str, path: &str, body: Option<&Value>) -> Option<Response> {
        let mut request = self.client.request(method, format!("{url}/api/v10{path}")).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.ok()
    }

    /// What is at a path.
    pub async fn gets(&self, program: &Program, path: &str) -> Value {
        let (status, body) = self.asks(Method::GET, &program.url(""), path, None).await.expect("an answer");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    pub async fn posts(&self, program: &Program, path: &str, body: &Value) -> Value {
        let (status, body) = self.asks(Method::POST, &program.url(""), path, Some(body)).await.expect("an answer");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }
}

impl World {
    /// A guild with `people` members on a server that runs. Access tokens must live as long as the test: see [`lasting`].
    pub async fn made(program: &Program, people: usize) -> Self {
        let people = join_all((0..people).map(async |number| Person::registers(program, &format!("person{number}")).await)).await;
        let guild = people[0].posts(program, "/guilds", &json!({"name": "Tea friends", "system_channel_flags": 1})).await;
        let channel = text(&guild["system_channel_id"]);
        let invite = people[0].posts(program, &format!("/channels/{channel}/invites"), &json!({"max_age": 0})).await;
        let door = format!("/invites/{}", text(&invite["code"]));
        for person in &people[1..] {
            person.posts(program, &door, &json!({})).await;
        }
        Self { guild: text(&guild["id"]), channel, people }
    }

    pub fn owner(&self) -> &Person {
        &self.people[0]
    }

    pub async fn opens_channel(&self, program: &Program, name: &str) -> String {
        let made = self.owner().posts(program, &format!("/guilds/{}/channels", self.guild), &json!({"name": name})).await;
        text(&made["id"])
    }

    /// Before each cycle: a few cycles are in one channel, for a guild may not have hundreds.
    pub async fn moves_on(&mut self, program: &Program, cycle: usize) {
        if cycle.is_multiple_of(CYCLES_PER_CHANNEL) {
            self.channel = self.opens_channel(program, &format!("cycle-{cycle}")).await;
        }
    }

    /// All messages of people in a channel, newest first: ids and texts.
    pub async fn history(&self, program: &Program, channel: &str) -> Vec<(u64, String)> {
        let (mut all, mut before) = (Vec::new(), String::new());
        loop {
            let path = format!("/channels/{channel}/messages?limit={PAGE}{before}");
            let page = self.owner().gets(program, &path).await;
            let page = page.as_array().expect("a list");
            all.extend(page.iter().filter(|message| message["type"] == 0).map(|one| (id(&one["id"]), text(&one["content"]))));
            match page.last() {
                Some(last) if page.len() == PAGE => before = format!("&before={}", text(&last["id"])),
                _ => return all,
            }
        }
    }
}

/// Messages by id. Fails if the history is not in order.
pub fn by_id(history: Vec<(u64, String)>) -> HashMap<u64, String> {
    assert!(history.windows(2).all(|pair| pair[0].0 > pair[1].0), "newest first, no id twice");
    history.into_iter().collect()
}

/// Log-ins last for the whole test.
pub fn lasting(program: Program) -> Program {
    program.with("ACCESS_TOKEN_EXPIRE_MINUTES", "1440")
}
