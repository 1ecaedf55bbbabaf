//! What is asked of every request before its handler: who may call, how often, with which place and how large a body.

use std::{net::IpAddr, time::Duration};

use chatspace::kernel::limits;
use ipnet::IpNet;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Engine, Person, World};

const MIB: usize = 1024 * 1024;

async fn limited() -> World {
    World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await
}

/// A request whose head says how much is to come, and of whose body only a part has been sent.
struct Unfinished(TcpStream);

impl Unfinished {
    async fn begun(person: &Person, method: &str, path: &str, published: usize, sent: usize) -> Self {
        let mut stream = TcpStream::connect(&person.address).await.expect("the server listens");
        let head = format!(
            "{method} /api/v10{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {published}\r\n\r\n",
            person.address, person.token
        );
        stream.write_all(head.as_bytes()).await.expect("the head is taken");
        stream.write_all(&vec![b' '; sent]).await.expect("the body is taken");
        Self(stream)
    }

    /// The head of the answer.
    async fn answer(mut self) -> String {
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let mut some = [0; 1024];
            let read = self.0.read(&mut some).await.expect("an answer");
            assert!(read > 0, "the connection ended: {}", String::from_utf8_lossy(&head));
            head.extend_from_slice(&some[..read]);
        }
        String::from_utf8_lossy(&head).to_ascii_lowercase()
    }
}

on_both_databases! {
    whoever_cannot_see_the_place_is_answered_before_a_byte_of_the_body,
    power_that_lasts_needs_a_password_check,
}

async fn whoever_cannot_see_the_place_is_answered_before_a_byte_of_the_body(world: World) {
    let (ann, eve) = (world.person("ann").await, world.person("eve").await);
    let guild = ann.makes_guild("Tea friends").await;
    for (method, path) in [
        ("POST", format!("/channels/{}/messages", guild.channel)),
        ("POST", "/channels/1/messages".to_owned()),
        ("PATCH", format!("/channels/{}", guild.channel)),
        ("PUT", format!("/channels/{}/icon", guild.channel)),
        ("POST", format!("/channels/{}/invites", guild.channel)),
        ("PUT", format!("/channels/{}/permissions/{}", guild.channel, guild.id)),
        ("PATCH", format!("/guilds/{}", guild.id)),
        ("PUT", format!("/guilds/{}/icon", guild.id)),
        ("POST", format!("/guilds/{}/channels", guild.id)),
        ("PATCH", format!("/guilds/{}/members/@me", guild.id)),
    ] {
        let answer = Unfinished::begun(&eve, method, &path, 3 * MIB, 0).await.answer().await;
        assert!(answer.starts_with("http/1.1 404"), "{method} {path}: {answer}");
    }
    ann.lets_in(&guild, &[&eve]).await;
    for (method, path) in [
        ("PATCH", format!("/channels/{}", guild.channel)),
        ("PATCH", format!("/guilds/{}", guild.id)),
        ("PUT", format!("/guilds/{}/icon", guild.id)),
        ("POST", format!("/guilds/{}/channels", guild.id)),
    ] {
        let answer = Unfinished::begun(&eve, method, &path, 3 * MIB, 0).await.answer().await;
        assert!(answer.starts_with("http/1.1 403"), "{method} {path}: {answer}");
    }
}

async fn power_that_lasts_needs_a_password_check(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    let (token, guest) = (format!("/applications/{}/bot/token", bot.id), format!("/guilds/{}/bots/{}", guild.id, bot.id));
    world.pass(Duration::from_secs(301));
    let name = json!({"name": "Thief"});
    ann.post("/applications", &name).await.refused(403, 200_001);
    ann.post(&token, &json!({})).await.refused(403, 200_001);
    ann.put(&guest, &json!({"permissions": "8"})).await.refused(403, 200_001);
    ann.delete(&format!("/guilds/{}", guild.id)).await.refused(403, 200_001);
    ann.post("/users/@me/export", &json!({})).await.refused(403, 200_001);
    ann.post("/users/@me/delete", &json!({"messages": "keep"})).await.refused(403, 200_001);
    bot.get("/applications/@me").await.ok();
    ann.post("/auth/reauthenticate", &json!({"password": crate::support::PASSWORD})).await;
    ann.post("/applications", &name).await.ok();
    ann.put(&guest, &json!({})).await.ok();
    ann.post(&token, &json!({})).await.ok();
    bot.get("/applications/@me").await.refused(401, 0);
}

#[actix_web::test]
async fn one_caller_cannot_take_the_memory_for_bodies_from_the_others() {
    let world = World::new(Engine::Sqlite).await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (whole, most) = (5 * MIB, 5 * MIB - 1);
    let _first = Unfinished::begun(&ann, "PATCH", "/users/@me", whole, most).await;
    let _second = Unfinished::begun(&ann, "PATCH", "/users/@me", whole, most).await;
    let answer = loop {
        // Whether the first two have been read is not known here; that they will be is.
        let third = Unfinished::begun(&ann, "PATCH", "/users/@me", whole, 0).await;
        let mut third = third.0;
        if third.write_all(&vec![b' '; most]).await.is_ok() {
            break Unfinished(third).answer().await;
        }
    };
    assert!(answer.starts_with("http/1.1 503") && answer.contains("retry-after: "), "{answer}");
    let body = json!({"global_name": "Bob", "x": "x".repeat(3 * MIB)});
    bob.patch("/users/@me", &body).await.ok();
}

#[actix_web::test]
async fn places_that_one_cannot_see_share_one_bucket() {
    let world = limited().await;
    let (ann, eve) = (world.person("ann").await, world.person("eve").await);
    let hidden = ann.makes_guild("Tea friends").await.channel;
    let words = json!({"content": "tea?"});
    for channel in ["1", &hidden, "2", &hidden, "3"] {
        eve.post(&format!("/channels/{channel}/messages"), &words).await.refused(404, 10003);
    }
    for channel in ["4", &hidden] {
        eve.post(&format!("/channels/{channel}/messages"), &words).await.refused(429, 0);
    }
    let own = eve.makes_guild("Coffee friends").await;
    eve.says(&own.channel, "a channel that one sees has a bucket of its own").await;
}

#[actix_web::test]
async fn acknowledging_has_one_bucket_over_rest_and_the_gateway_whatever_the_channel() {
    let world = limited().await;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let other = ann.makes_channel(&guild, "more").await;
    let mut socket = ann.connects().await;
    for n in 0..15 {
        let channel = if n % 2 == 0 { &guild.channel } else { &other };
        ann.post(&format!("/channels/{channel}/messages/{}/ack", guild.channel), &json!({})).await.ok();
        socket.sends(204, json!({"channel_id": channel, "message_id": guild.channel, "nonce": "n"})).await;
        assert_eq!(socket.op(210).await["d"]["ok"], true);
    }
    socket.sends(204, json!({"channel_id": other, "message_id": guild.channel, "nonce": "n"})).await;
    assert_eq!(socket.op(210).await["d"]["status"], 429);
    ann.post(&format!("/channels/{other}/messages/{}/ack", guild.channel), &json!({})).await.refused(429, 0);
}

/// Leaves so many invalid requests to this machine.
fn leaves(world: &World, count: u32) {
    let here = IpNet::from(IpAddr::from([127, 0, 0, 1]));
    for _ in count..limits::INVALID.count {
        world.running().state().limiter.take(limits::INVALID, here);
    }
}

#[actix_web::test]
async fn after_too_many_wrong_tokens_right_ones_are_refused_too() {
    let world = limited().await;
    let ann = world.person("ann").await;
    leaves(&world, 3);
    for _ in 0..2 {
        ann.with_token("nonsense").get("/users/@me").await.refused(401, 0);
    }
    ann.get("/users/@me").await.ok();
    ann.with_token("Bot nonsense").get("/nothing").await.refused(401, 0);
    for token in ["nonsense", "Bot nonsense", &ann.token] {
        let refused = ann.with_token(token).get("/users/@me").await;
        assert_eq!(refused.headers["x-ratelimit-scope"], "global");
        refused.refused(429, 0);
    }
    world.pass(Duration::from_secs(1));
    ann.get("/users/@me").await.ok();
}

#[actix_web::test]
async fn bodies_that_cannot_be_decoded_count_as_invalid_requests() {
    let world = limited().await;
    let ann = world.person("ann").await;
    let channel = ann.makes_guild("Tea friends").await.channel;
    leaves(&world, 2);
    for _ in 0..2 {
        let url = world.url(&format!("/api/v10/channels/{channel}/messages"));
        let request = Client::new().post(url).bearer_auth(&ann.token).body("{");
        Person::answer(request).await.refused(400, 50109);
    }
    ann.get("/users/@me").await.refused(429, 0);
}

#[actix_web::test]
async fn wrong_tokens_over_the_gateway_count_with_those_over_rest() {
    let world = limited().await;
    let ann = world.person("ann").await;
    leaves(&world, 1);
    let mut socket = crate::support::Socket::open(&world.address()).await;
    socket.sends(2, json!({"token": "nonsense", "properties": {}, "intents": 0})).await;
    assert_eq!(socket.closed().await, 4004);
    ann.get("/users/@me").await.refused(429, 0);
}

#[actix_web::test]
async fn unknown_paths_and_methods_take_from_the_bucket_of_all_requests() {
    let world = limited().await;
    let ann = world.person("ann").await;
    for (method, path, status) in
        [(Method::GET, "/nothing", 404), (Method::DELETE, "/users/@me", 405), (Method::GET, "/channels/1/nothing", 404)]
    {
        let answer = ann.request(method, path, None).await;
        assert_eq!(answer.headers["x-ratelimit-bucket"], "global", "{path}");
        answer.refused(status, 0);
    }
    let elsewhere = Client::new().get(world.url("/api/nothing")).bearer_auth(&ann.token);
    let answer = Person::answer(elsewhere).await;
    assert_eq!(answer.headers["x-ratelimit-bucket"], "global");
    answer.refused(404, 0);
    for _ in 0..130 {
        if ann.get("/nothing").await.status == 429 {
            return;
        }
    }
    panic!("unknown paths are limited");
}

#[actix_web::test]
async fn a_path_answers_405_with_the_methods_of_all_its_routes() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for (path, allow) in [
        ("/channels/1/messages", "GET, HEAD, POST"),
        ("/channels/1/messages/2", "DELETE, GET, HEAD, PATCH"),
        ("/guilds/1/members/search", "GET, HEAD"),
        ("/users/@me", "GET, HEAD, PATCH"),
        ("/users/1", "GET, HEAD"),
    ] {
        let answer = ann.put(path, &Value::Null).await;
        assert_eq!(answer.headers["allow"], allow, "{path}");
        answer.refused(405, 0);
    }
    let image = Client::new().post(world.url("/cdn/avatars/1/a.png"));
    assert_eq!(Person::answer(image).await.headers["allow"], "GET, HEAD");
    let odd = Client::new().request(Method::from_bytes(b"BREW").expect("a method"), world.url("/api/v10/users/@me"));
    assert_eq!(Person::answer(odd).await.headers["allow"], "GET, HEAD, PATCH");
}
