//! People: they register, make guilds, talk. Each call is one request over a real socket.

use reqwest::{Client, Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use super::{Socket, World};

pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub id: String,
    pub token: String,
    pub refresh_token: String,
    pub address: String,
    pub client: Client,
}

/// What the server answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

/// A guild with its first channel.
#[derive(Clone)]
pub struct Guild {
    pub id: String,
    pub channel: String,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    /// Asserts a refusal by status and code, in the one error shape.
    #[track_caller]
    pub fn refused(mut self, status: u16, code: u32) -> Value {
        assert_eq!((self.status.as_u16(), self.body["code"].as_u64()), (status, Some(u64::from(code))), "{}", self.body);
        assert!(self.body["message"].is_string(), "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/json");
        // What is left is the same for the same refusal.
        let id = self.body.as_object_mut().and_then(|body| body.remove("request_id"));
        assert_eq!(id.as_ref().and_then(Value::as_str), self.headers["x-request-id"].to_str().ok());
        self.body
    }
}

impl Person {
    pub fn stranger(world: &World) -> Self {
        Self {
            name: "stranger".to_owned(),
            id: String::new(),
            token: String::new(),
            refresh_token: String::new(),
            address: world.address(),
            client: Client::new(),
        }
    }

    pub async fn register(world: &World, name: &str) -> Self {
        let stranger = Self::stranger(world);
        let form = json!({"email": format!("{name}@example.org"), "username": name, "password": PASSWORD});
        let body = stranger.post("/auth/register", &form).await.ok();
        Self {
            name: name.to_owned(),
            id: text(&body["user"]["id"]),
            token: text(&body["access_token"]),
            refresh_token: text(&body["refresh_token"]),
            ..stranger
        }
    }

    /// The same person, at the address of the world now, after a restart.
    pub fn at(&self, world: &World) -> Self {
        Self { address: world.address(), ..self.clone() }
    }

    pub fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// With a new access token, after a while.
    pub async fn comes_back(&self) -> Self {
        let form = json!({"email": format!("{}@example.org", self.name), "password": PASSWORD});
        let stranger = Self { token: String::new(), ..self.clone() };
        self.with_token(&text(&stranger.post("/auth/login", &form).await.ok()["access_token"]))
    }

    pub async fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self.client.request(method, format!("http://{}/api/v10{path}", self.address));
        if self.token.starts_with("Bot ") {
            request = request.header("authorization", &self.token);
        } else if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        Self::answer(request).await
    }

    /// Sends a request that the story has built itself.
    pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.expect("a whole answer");
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).expect("an answer in JSON") };
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::PATCH, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.request(Method::DELETE, path, None).await
    }

    /// Joins are not announced there, so that its messages are those that people write.
    pub async fn makes_guild(&self, name: &str) -> Guild {
        let id = text(&self.post("/guilds", &json!({"name": name, "system_channel_flags": 1})).await.ok()["id"]);
        let channels = self.get(&format!("/guilds/{id}/channels")).await.ok();
        Guild { id, channel: text(&channels[0]["id"]) }
    }

    pub async fn makes_channel(&self, guild: &Guild, name: &str) -> String {
        text(&self.post(&format!("/guilds/{}/channels", guild.id), &json!({"name": name})).await.ok()["id"])
    }

    pub async fn invites_to(&self, guild: &Guild) -> String {
        let path = format!("/channels/{}/invites", guild.channel);
        text(&self.post(&path, &json!({"max_age": 0})).await.ok()["code"])
    }

    pub async fn joins(&self, code: &str) {
        self.post(&format!("/invites/{code}"), &json!({})).await.ok();
    }

    /// Lets the others into the guild.
    pub async fn lets_in(&self, guild: &Guild, others: &[&Self]) {
        let code = self.invites_to(guild).await;
        for other in others {
            other.joins(&code).await;
        }
    }

    pub async fn says(&self, channel: &str, words: &str) -> Value {
        self.post(&format!("/channels/{channel}/messages"), &json!({"content": words})).await.ok()
    }

    /// The newest messages' texts, newest first.
    pub async fn reads(&self, channel: &str) -> Vec<String> {
        let page = self.get(&format!("/channels/{channel}/messages?limit=100")).await.ok();
        page.as_array().expect("a list").iter().map(|message| text(&message["content"])).collect()
    }

    /// A gateway connection that has identified itself and got everything about its guilds.
    pub async fn connects(&self) -> Socket {
        Socket::identified(&self.address, &self.token).await
    }
}

#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text, not {value}")).to_owned()
}
