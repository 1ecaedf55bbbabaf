//! What is wrong with a request is told in the one error shape, whatever it is.

use reqwest::{Client, Method};
use serde_json::json;

use crate::support::{Engine, Person, World};

#[actix_web::test]
async fn unknown_routes_and_methods_get_a_json_error() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    ann.get("/nothing").await.refused(404, 0);
    ann.get("/channels").await.refused(404, 0);
    let wrong = ann.put("/guilds", &json!({})).await;
    assert_eq!(wrong.headers["allow"], "POST");
    wrong.refused(405, 0);
    let older = Client::new().get(world.url("/api/v9/users/@me/guilds")).bearer_auth(&ann.token);
    assert_eq!(Person::answer(older).await.ok(), json!([]), "the older number answers the same");
}

#[actix_web::test]
async fn bodies_that_cannot_be_read_are_refused_and_nothing_panics() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let send = |body: Vec<u8>| Client::new().post(world.url("/api/v10/guilds")).bearer_auth(&ann.token).body(body);
    for bad in ["{", "\u{0}", "{\"name\":", "nonsense", &"[".repeat(50_000), "{\"name\":\"x\"} x", "{\"name\":\"a\\ud800\"}"] {
        Person::answer(send(bad.into())).await.refused(400, 50109);
    }
    Person::answer(send(vec![0xFF, 0xFE, 0x00])).await.refused(400, 50109);
    let long = |path: &str| Client::new().post(world.url(path)).bearer_auth(&ann.token).body(vec![b' '; 70_000]);
    Person::answer(long("/api/v10/channels/1/messages")).await.refused(404, 10003);
    let guild = ann.makes_guild("Tea friends").await;
    Person::answer(long(&format!("/api/v10/channels/{}/messages", guild.channel))).await.refused(413, 40005);
    ann.delete(&format!("/guilds/{}", guild.id)).await;
    Person::answer(send(vec![b' '; 4_000_000])).await.refused(413, 40005);
    Person::answer(send(Vec::new())).await.refused(400, 50035);
    Person::answer(send(b"{\"name\":\"Tea\",\"name\":\"Coffee\"}".to_vec())).await.refused(400, 0);
    assert_eq!(ann.get("/users/@me/guilds").await.ok(), json!([]));
}

#[actix_web::test]
async fn ids_that_are_none_are_refused() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let messages = format!("/channels/{}/messages/ID", ann.makes_guild("Tea friends").await.channel);
    for bad in ["x", "0", "-1", "9223372036854775808", "1.5", "%00", "1e3"] {
        for path in ["/channels/ID", "/guilds/ID", "/channels/ID/messages", &messages, "/users/ID"] {
            ann.get(&path.replace("ID", bad)).await.refused(400, 50035);
        }
    }
}

#[actix_web::test]
async fn only_a_wrong_token_is_answered_with_401() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for path in ["/users/@me", "/guilds/1", "/channels/1/messages"] {
        world.stranger().get(path).await.refused(401, 0);
        ann.with_token("nonsense").get(path).await.refused(401, 0);
    }
    world.pass(std::time::Duration::from_secs(601));
    ann.get("/users/@me").await.refused(401, 0);
}

#[actix_web::test]
async fn every_answer_has_the_headers_that_keep_browsers_in_bounds() {
    let world = World::new(Engine::Sqlite).await;
    for path in ["/", "/docs/", "/openapi.json", "/api/v10/nothing", "/api/v10/users/@me", "/nothing.js"] {
        let answer = Client::new().request(Method::GET, world.url(path)).send().await.expect("an answer");
        for header in ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "x-request-id", "cache-control"]
        {
            assert!(answer.headers().contains_key(header), "{path}: {header}");
        }
    }
}

#[actix_web::test]
async fn a_limit_refuses_with_the_whole_set_of_headers() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    for n in 0..5 {
        let answer = ann.post(&path, &json!({"content": "hi"})).await;
        assert_eq!(answer.headers["x-ratelimit-remaining"], (4 - n).to_string().as_str());
        answer.ok();
    }
    let refused = ann.post(&path, &json!({"content": "hi"})).await;
    for header in [
        "via",
        "retry-after",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "x-ratelimit-reset-after",
        "x-ratelimit-bucket",
        "x-ratelimit-scope",
    ] {
        assert!(refused.headers.contains_key(header), "{header}");
    }
    assert_eq!(
        (&refused.headers["retry-after"], &refused.headers["x-ratelimit-scope"]),
        (&"1".parse().expect("text"), &"user".parse().expect("text"))
    );
    let body = refused.refused(429, 0);
    assert!(body["retry_after"].as_f64().is_some_and(|wait| wait > 0.0 && wait <= 1.0), "{body}");
    assert_eq!(body["global"], false);
    assert_eq!(ann.reads(&guild.channel).await.len(), 5);
    world.pass(std::time::Duration::from_secs(1));
    ann.says(&guild.channel, "hi").await;
}
