//! People of one guild, on a server of their own.

use std::ops::Range;

use futures_util::{StreamExt, stream};
use reqwest::{Client as Http, Method};
use serde_json::{Value, json};

use super::Client;
use crate::program::Program;

/// Connections of one person at most.
pub const EACH: usize = 10;
/// Guilds and messages in them: whoever comes and goes is not told.
pub const QUIET: u64 = 1 | 1 << 9;
/// Requests under way while people come in.
const AT_ONCE: usize = 8;

pub struct Crowd {
    pub program: Program,
    pub http: Http,
    /// Who owns the guild: a token.
    pub owner: String,
    pub guild: String,
    pub channel: String,
    /// Lets people into the guild.
    pub code: String,
    /// Tokens of the others.
    pub people: Vec<String>,
}

/// Where it listens, without the scheme.
pub fn host(program: &Program) -> String {
    program.url("").trim_start_matches("http://").trim_end_matches('/').to_owned()
}

impl Crowd {
    pub async fn new(people: usize) -> Self {
        Self::on(Program::on_sqlite().measured(), people).await
    }

    pub async fn on(program: Program, people: usize) -> Self {
        // The large sizes take longer than a token lives.
        let mut program = program.with("ACCESS_TOKEN_EXPIRE_MINUTES", "1440");
        program.starts();
        let http = Http::new();
        let (owner, channel) = program.owner(&http).await;
        let mut crowd = Self { program, http, owner, guild: String::new(), channel, code: String::new(), people: Vec::new() };
        let channel = crowd.reads(&format!("/channels/{}", crowd.channel)).await;
        channel["guild_id"].as_str().expect("an id").clone_into(&mut crowd.guild);
        let invite = crowd.asks(Method::POST, &format!("/channels/{}/invites", crowd.channel), json!({})).await;
        crowd.code = invite["code"].as_str().expect("a code").to_owned();
        let names = stream::iter((0..people).map(|n| format!("p{n}")));
        let tokens: Vec<String> = names.map(|name| crowd.lets_in(name)).buffered(AT_ONCE).collect().await;
        crowd.people = tokens;
        crowd
    }

    async fn lets_in(&self, name: String) -> String {
        let form = json!({"email": format!("{name}@example.org"), "username": name, "password": "correct horse battery"});
        let answer = self.http.post(self.program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
        let body: Value = answer.json().await.expect("JSON");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        self.joins(&token).await;
        token
    }

    pub async fn joins(&self, token: &str) {
        self.asks_as(token, Method::POST, &format!("/invites/{}", self.code), json!({})).await;
    }

    /// One request of the owner.
    pub async fn asks(&self, method: Method, path: &str, body: Value) -> Value {
        self.asks_as(&self.owner, method, path, body).await
    }

    pub async fn asks_as(&self, token: &str, method: Method, path: &str, body: Value) -> Value {
        let request = self.http.request(method, self.program.url(&format!("/api/v10{path}"))).bearer_auth(token).json(&body);
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        serde_json::from_slice(&answer.bytes().await.expect("it is whole")).unwrap_or_default()
    }

    pub async fn reads(&self, path: &str) -> Value {
        let request = self.http.get(self.program.url(&format!("/api/v10{path}"))).bearer_auth(&self.owner);
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        answer.json().await.expect("JSON")
    }

    pub async fn says(&self, content: &str) {
        self.asks(Method::POST, &format!("/channels/{}/messages", self.channel), json!({"content": content})).await;
    }

    /// What the connection of this number says of itself.
    pub fn identify(&self, number: usize) -> Value {
        let own = json!({"v": 1, "lazy_members": true});
        json!({"token": self.people[number / EACH], "intents": QUIET, "chatspace": own})
    }

    /// Connections, ten a person, that are told of messages. They have been told all that there was.
    pub async fn connect(&self, numbers: Range<usize>) -> Vec<Client> {
        let all = stream::iter(numbers).map(async |number| {
            let mut client = Client::identifies_as(&self.program, self.identify(number)).await;
            client.settles().await.expect("it is connected");
            client
        });
        all.buffered(AT_ONCE).collect().await
    }
}
