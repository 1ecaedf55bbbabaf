//! Console tokens: good for operating the instance and for nothing else, and not to be forged.

use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::{
    operator::routes,
    support::{Person, Socket, World, text},
};

fn key(world: &World) -> String {
    world.running().state().config.secret_key.expose().to_owned()
}

fn signed(claims: &Value, key: &str, algorithm: Algorithm) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key.as_bytes())).expect("signs")
}

/// The claims of a good console token.
fn claims(world: &World) -> Value {
    let now = world.clock.now().as_seconds();
    let process = world.running().state().db.holder_name();
    json!({"iss": "chatspace", "aud": "chatspace", "typ": "console", "sub": process, "iat": now, "nbf": now, "exp": now + 60})
}

fn changed(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

async fn is_let_in(world: &World, token: &str) -> bool {
    let answer = world.stranger().with_token(token).get("/chatspace/admin/settings").await;
    if answer.status != 200 {
        answer.refused(401, 0);
        return false;
    }
    true
}

on_both_databases! {
    the_console_may_use_every_route_of_operators_without_a_password,
    only_the_console_turns_the_second_factor_of_somebody_off,
}

async fn the_console_may_use_every_route_of_operators_without_a_password(world: World) {
    world.person("alice").await;
    let bob = world.person("bob").await;
    for (method, path, body, status) in routes(&bob.id) {
        let answer = world.console().request(method, &path, body.as_ref()).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
    }
}

async fn only_the_console_turns_the_second_factor_of_somebody_off(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let setup = bob.post("/auth/totp", &json!({})).await.ok();
    let app = totp_rs::Totp::from_url(text(&setup["uri"])).expect("an address of an app");
    let now = u64::try_from(world.clock.now().as_seconds()).expect("after 1970");
    bob.post("/auth/totp/confirm", &json!({"code": app.generate(now).to_string()})).await.ok();
    let path = format!("/chatspace/admin/users/{}/second-factor", bob.id);
    alice.delete(&path).await.refused(403, 50013);
    bob.delete(&path).await.refused(403, 50013);
    assert_eq!(bob.get("/users/@me").await.ok()["mfa_enabled"], true);
    assert_eq!(world.console().delete(&path).await.status, 204);
    assert_eq!(bob.get("/users/@me").await.ok()["mfa_enabled"], false);
    assert_eq!(bob.get("/auth/events").await.ok()[0]["kind"], "totp_disabled");
    assert_eq!(world.console().delete(&path).await.status, 204, "again changes nothing");
    world.console().delete("/chatspace/admin/users/1/second-factor").await.refused(404, 10013);
}

mod once {
    use super::*;
    use crate::support::Engine;

    #[actix_web::test]
    async fn a_console_token_is_good_for_a_minute() {
        let world = World::new(Engine::Sqlite).await;
        world.person("alice").await;
        let console = world.console();
        console.get("/chatspace/admin/settings").await.ok();
        world.pass(Duration::from_secs(61));
        console.get("/chatspace/admin/settings").await.refused(401, 0);
    }

    #[actix_web::test]
    async fn forged_and_foreign_tokens_are_no_console() {
        let world = World::new(Engine::Sqlite).await;
        let alice = world.person("alice").await;
        let (key, good) = (key(&world), claims(&world));
        assert!(is_let_in(&world, &signed(&good, &key, Algorithm::HS256)).await, "what follows differs in one thing each");
        let now = world.clock.now().as_seconds();
        for (name, value) in [
            ("typ", json!("access")),
            ("typ", json!("refresh")),
            ("typ", json!(null)),
            ("sub", json!(alice.id)),
            ("sub", json!("console")),
            ("sub", json!("")),
            ("sub", json!("0".repeat(32))),
            ("sid", json!("1")),
            ("iss", json!("elsewhere")),
            ("aud", json!("elsewhere")),
            ("exp", json!(now)),
            ("exp", json!(now - 3600)),
            ("exp", json!(null)),
            ("nbf", json!(now + 3600)),
        ] {
            let token = signed(&changed(good.clone(), name, value.clone()), &key, Algorithm::HS256);
            assert!(!is_let_in(&world, &token).await, "{name} {value}");
        }
        assert!(!is_let_in(&world, &signed(&good, "another key of at least 32 bytes, yes", Algorithm::HS256)).await);
        assert!(!is_let_in(&world, &signed(&good, &key, Algorithm::HS512)).await, "another algorithm");
        let unsigned = "eyJhbGciOiJub25lIn0.eyJ0eXAiOiJjb25zb2xlIiwic3ViIjoiY29uc29sZSJ9.";
        assert!(!is_let_in(&world, unsigned).await);
    }

    #[actix_web::test]
    async fn a_console_token_is_nobody_elsewhere() {
        let world = World::new(Engine::Sqlite).await;
        let alice = world.person("alice").await;
        let guild = alice.makes_guild("Tea friends").await;
        let console = world.console();
        for path in ["/users/@me", "/auth/sessions", "/chatspace/instance", &format!("/guilds/{}", guild.id)] {
            console.get(path).await.refused(401, 0);
        }
        console.post("/users/@me/export", &json!({})).await.refused(401, 0);
        console.post("/auth/logout-all", &json!({})).await.refused(401, 0);
        let mut socket = Socket::open(&world.address()).await;
        socket.sends(2, json!({"token": console.token, "intents": 0, "properties": {}})).await;
        assert_eq!(socket.closed().await, 4004);
    }

    #[actix_web::test]
    async fn an_access_token_made_of_a_console_token_is_nobody() {
        let world = World::new(Engine::Sqlite).await;
        let alice = world.person("alice").await;
        let (key, good) = (key(&world), claims(&world));
        let asks = async |claims: Value| {
            let person: Person = world.stranger().with_token(&signed(&claims, &key, Algorithm::HS256));
            person.get("/users/@me").await.status.as_u16()
        };
        assert_eq!(asks(changed(good.clone(), "typ", json!("access"))).await, 401);
        let with_user = changed(changed(good, "sub", json!(alice.id)), "sid", json!("1"));
        assert_eq!(asks(with_user.clone()).await, 401, "a console with a user in it");
        assert_eq!(asks(changed(with_user, "typ", json!("access"))).await, 200, "what the key can make is still good");
    }
}
