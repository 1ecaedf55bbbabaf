//! Heavy routes, each at its worst size.

use std::sync::LazyLock;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt, future::BoxFuture};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::world::{PEOPLE, World};

/// Asks once; yields whether it did what it should. The numbers tell who asks and how often they have.
pub type Route = for<'w> fn(&'w World, usize, usize) -> BoxFuture<'w, bool>;

/// By what they are.
pub const HEAVY: &[(&str, Route)] = &[
    ("a bot registers 100 commands of the largest size at once", |world, _, run| Box::pin(put_commands(world, run))),
    ("a bot changes one of 100 commands of the largest size", |world, lane, run| Box::pin(patch_command(world, lane, run))),
    ("a user lists mentions of one guild", |world, lane, _| {
        Box::pin(
            async move { world.gets(1 + lane % 2, &format!("/users/@me/mentions?limit=100&guild_id={}", world.large.0)).await },
        )
    }),
    ("a user reads history around a message", |world, lane, _| {
        Box::pin(async move {
            world.gets(lane, &format!("/channels/{}/messages?limit=100&around={}", world.large.1, world.middle)).await
        })
    }),
    ("a user searches members", |world, _, _| {
        Box::pin(async move { world.gets(0, &format!("/guilds/{}/members/search?query=zzz&limit=1000", world.large.0)).await })
    }),
    ("a user blocks and unblocks the author of 150,000 unread messages", |world, lane, run| Box::pin(block(world, lane, run))),
    ("an owner changes a guild of the largest size", |world, _, run| {
        Box::pin(async move {
            let body = json!({"description": format!("{run:0300}")});
            world.asks(Method::PATCH, 0, &format!("/guilds/{}", world.large.0), &body).await
        })
    }),
    ("an overwrite hides a channel from 5,000 members and shows it again", |world, lane, run| {
        Box::pin(async move {
            let deny = if run % 2 == 0 { "1024" } else { "0" };
            let path = format!("/channels/{}/permissions/{}", world.channels[10 + lane], world.large.0);
            world.asks(Method::PUT, 0, &path, &json!({"type": 0, "allow": "0", "deny": deny})).await
        })
    }),
    ("a user marks 200 channels as read at once", |world, lane, _| {
        Box::pin(
            async move { world.asks(Method::POST, 1 + lane % 2, &format!("/guilds/{}/ack", world.large.0), &json!({})).await },
        )
    }),
    ("a user marks messages as read one by one", |world, lane, _| {
        Box::pin(async move {
            let path = format!("/channels/{}/messages/{}/ack", world.small.1, i64::MAX - 1);
            world.asks(Method::POST, 2 + lane, &path, &json!({})).await
        })
    }),
    ("a user marks 150,000 messages as unread", |world, lane, _| {
        Box::pin(async move {
            let path = format!("/channels/{}/messages/{}/ack", world.large.1, world.large.1);
            world.asks(Method::POST, 1 + lane % 2, &path, &json!({"manual": true})).await
        })
    }),
    ("a user with 150,000 unread messages connects", |world, lane, _| Box::pin(identify(world, 1 + lane % 2))),
    ("a user exports all their data", |world, lane, _| Box::pin(export(world, lane))),
    ("new users register", |world, lane, run| Box::pin(register(world, lane, run))),
    ("an owner deletes channels with 150,000 messages", |world, lane, run| {
        Box::pin(async move {
            run == 0 && world.asks(Method::DELETE, 0, &format!("/channels/{}", world.channels[lane]), &json!({})).await
        })
    }),
    ("a user deletes their account with its messages", |world, lane, run| {
        Box::pin(async move {
            let body = json!({"messages": "erase"});
            lane == 0 && run == 0 && world.asks(Method::POST, PEOPLE - 1, "/users/@me/delete", &body).await
        })
    }),
    ("an owner deletes a guild of the largest size", |world, lane, run| {
        Box::pin(async move {
            lane == 0 && run == 0 && world.asks(Method::DELETE, 0, &format!("/guilds/{}", world.large.0), &json!({})).await
        })
    }),
];

impl World {
    pub async fn asks(&self, method: Method, who: usize, path: &str, body: &Value) -> bool {
        let request = self.client.request(method, self.program.url(&format!("/api/v10{path}"))).bearer_auth(&self.tokens[who]);
        // What is asked for is not refused; to wait in vain for a moment is no fault here.
        let status = request.json(body).send().await.expect("an answer").status();
        assert!(status.is_success() || status == StatusCode::SERVICE_UNAVAILABLE, "{path}: {status}");
        status.is_success()
    }

    async fn gets(&self, who: usize, path: &str) -> bool {
        let request = self.client.get(self.program.url(&format!("/api/v10{path}"))).bearer_auth(&self.tokens[who]);
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        assert!(status.is_success() || status == StatusCode::SERVICE_UNAVAILABLE, "{path}: {status}");
        answer.bytes().await.is_ok() && status.is_success()
    }

    /// Takes bytes and gives none back: to write and read large JSON would keep those waiting who are measured in this process.
    async fn bot_asks(&self, method: Method, path: &str, body: Bytes) -> bool {
        let request = self.client.request(method, self.program.url(&format!("/api/v10/applications/{}{path}", self.bot.0)));
        let request = request.header("Authorization", format!("Bot {}", self.bot.1)).header("Content-Type", "application/json");
        let answer = request.body(body).send().await.expect("an answer");
        let status = answer.status();
        assert!(status.is_success() || status == StatusCode::SERVICE_UNAVAILABLE, "{path}: {status}");
        answer.bytes().await.is_ok() && status.is_success()
    }
}

fn command(number: usize, length: usize, mark: usize) -> Value {
    let description = "d".repeat(90);
    let options: Vec<Value> =
        (0..length / 100).map(|at| json!({"name": format!("o{at}"), "description": description, "type": 3})).collect();
    json!({"name": format!("command{number}"), "description": format!("Makes tea {mark}"), "options": options})
}

/// Two lists, declared in turn: each changes all of the other.
static LISTS: LazyLock<[Bytes; 2]> = LazyLock::new(|| {
    [0, 1].map(|mark| {
        let all: Vec<Value> = (0..100).map(|number| command(number, 1600, mark)).collect();
        json!(all).to_string().into()
    })
});

async fn put_commands(world: &World, run: usize) -> bool {
    world.bot_asks(Method::PUT, "/commands", LISTS[run % 2].clone()).await
}

async fn patch_command(world: &World, lane: usize, run: usize) -> bool {
    let number = (run * 4 + lane) % 100;
    // Declared under its own name again, which changes it.
    world.bot_asks(Method::POST, "/commands", command(number, 7000, run).to_string().into()).await
}

async fn block(world: &World, lane: usize, run: usize) -> bool {
    let path = format!("/users/@me/blocks/{}", world.ids[0]);
    let method = if run.is_multiple_of(2) { Method::PUT } else { Method::DELETE };
    world.asks(method, 2 + lane, &path, &json!({})).await
}

async fn identify(world: &World, who: usize) -> bool {
    let address = world.program.url("/gateway?v=10&encoding=json").replace("http://", "ws://");
    let (mut socket, _) = connect_async(address).await.expect("a connection");
    let identify =
        json!({"op": 2, "d": {"token": world.tokens[who], "intents": 53_608_447, "properties": {}, "chatspace": {"v": 1}}});
    socket.send(Message::text(identify.to_string())).await.expect("is sent");
    while let Some(Ok(frame)) = socket.next().await {
        if frame.to_text().is_ok_and(|text| text.contains("\"READY\"")) {
            return true;
        }
    }
    false
}

async fn export(world: &World, lane: usize) -> bool {
    let request = world.client.post(world.program.url("/api/v10/users/@me/export")).bearer_auth(&world.tokens[lane]);
    let answer = request.send().await.expect("an answer");
    // One at a time.
    let is_done = answer.status().is_success();
    assert!(is_done || answer.status() == StatusCode::CONFLICT, "{}", answer.status());
    answer.bytes().await.is_ok()
}

async fn register(world: &World, lane: usize, run: usize) -> bool {
    let name = format!("stranger{lane}x{run}");
    let form = json!({"email": format!("{name}@example.org"), "username": name, "password": "correct horse battery"});
    let answer = world.client.post(world.program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
    answer.status().is_success()
}
