//! The first operator: whoever sits at the server's own machine, or has the setup token that it printed.

use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::{
    accounts::registration,
    support::{Answer, Engine, Person, World, text},
};

/// A request that a proxy on this machine hands on.
async fn from_elsewhere(world: &World, path: &str, body: Option<&Value>) -> Answer {
    let url = world.url(&format!("/api/v10{path}"));
    let request = body.map_or_else(|| Client::new().get(&url), |body| Client::new().post(&url).json(body));
    Person::answer(request.header("x-forwarded-for", "203.0.113.7")).await
}

fn setup_token(world: &World) -> String {
    world.running().state().setup_token.secret().expose().to_owned()
}

fn with_token(name: &str, token: &str) -> Value {
    let mut form = registration(name);
    form["setup_token"] = json!(token);
    form
}

fn operates(registered: &Value) -> bool {
    registered["user"]["chatspace"]["operator"] == true
}

on_both_databases! {
    from_elsewhere_the_first_operator_needs_the_setup_token,
    whoever_has_registered_already_shows_the_setup_token_later,
    the_console_makes_a_first_operator_and_the_setup_token_is_dead,
    a_setup_token_is_good_for_one_start,
}

async fn from_elsewhere_the_first_operator_needs_the_setup_token(world: World) {
    let instance = from_elsewhere(&world, "/chatspace/instance", None).await.ok();
    assert_eq!((&instance["first_run"], &instance["needs_setup_token"]), (&json!(true), &json!(true)));
    let here = world.stranger().get("/chatspace/instance").await.ok();
    assert_eq!((&here["first_run"], &here["needs_setup_token"]), (&json!(true), &json!(false)));
    assert_eq!(world.running().setup_token().await.map(|token| token.expose().to_owned()), Some(setup_token(&world)));

    let eve = from_elsewhere(&world, "/auth/register", Some(&registration("eve"))).await.ok();
    assert!(!operates(&eve), "who only comes first is nobody special");
    let wrong = from_elsewhere(&world, "/auth/register", Some(&with_token("mallory", &"x".repeat(32)))).await.refused(400, 50035);
    assert_eq!(wrong["errors"]["setup_token"]["_errors"][0]["code"], "SETUP_TOKEN_INVALID");
    assert_eq!(
        from_elsewhere(&world, "/chatspace/instance", None).await.ok()["first_run"],
        true,
        "an account is not an operator"
    );

    let alice = from_elsewhere(&world, "/auth/register", Some(&with_token("alice", &setup_token(&world)))).await.ok();
    assert!(operates(&alice));
    let instance = from_elsewhere(&world, "/chatspace/instance", None).await.ok();
    assert_eq!((&instance["first_run"], &instance["needs_setup_token"]), (&json!(false), &json!(false)));
    from_elsewhere(&world, "/auth/register", Some(&with_token("bob", &setup_token(&world)))).await.refused(400, 50035);
    assert!(world.running().setup_token().await.is_none());
}

async fn whoever_has_registered_already_shows_the_setup_token_later(world: World) {
    let registered = from_elsewhere(&world, "/auth/register", Some(&registration("alice"))).await.ok();
    let alice = world.stranger().with_token(&text(&registered["access_token"]));
    alice.post("/chatspace/setup", &json!({"setup_token": "x".repeat(32)})).await.refused(400, 50035);
    world.stranger().post("/chatspace/setup", &json!({"setup_token": setup_token(&world)})).await.refused(401, 0);
    alice.get("/chatspace/admin/settings").await.refused(403, 50013);
    world.pass(Duration::from_mins(6));
    let token = json!({"setup_token": setup_token(&world)});
    alice.post("/chatspace/setup", &token).await.refused(403, 200_001);
    alice.post("/auth/reauthenticate", &json!({"password": crate::support::PASSWORD})).await.ok();
    let mut socket = alice.connects().await;
    alice.post("/chatspace/setup", &token).await.ok();
    assert_eq!(socket.event("USER_UPDATE").await["chatspace"]["operator"], true);
    alice.get("/chatspace/admin/settings").await.ok();
    assert_eq!(alice.get("/auth/events").await.ok()[0]["kind"], "operator_granted");
    alice.post("/chatspace/setup", &token).await.refused(400, 50035);
}

async fn the_console_makes_a_first_operator_and_the_setup_token_is_dead(world: World) {
    let registered = from_elsewhere(&world, "/auth/register", Some(&registration("alice"))).await.ok();
    let id = text(&registered["user"]["id"]);
    world.console().patch(&format!("/chatspace/admin/users/{id}"), &json!({"operator": true})).await.ok();
    from_elsewhere(&world, "/auth/register", Some(&with_token("eve", &setup_token(&world)))).await.refused(400, 50035);
    let bob = world.stranger().post("/auth/register", &registration("bob")).await.ok();
    assert!(!operates(&bob), "nor does this machine make a second one");
}

async fn a_setup_token_is_good_for_one_start(world: World) {
    let mut world = world;
    let before = setup_token(&world);
    world.restart().await;
    from_elsewhere(&world, "/auth/register", Some(&with_token("eve", &before))).await.refused(400, 50035);
    let alice = from_elsewhere(&world, "/auth/register", Some(&with_token("alice", &setup_token(&world)))).await.ok();
    assert!(operates(&alice));
}

#[actix_web::test]
async fn a_request_that_any_proxy_hands_on_or_that_names_another_host_is_not_of_this_machine() {
    let world = World::with(Engine::Sqlite, &[]).await;
    let headers =
        ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-proto", "x-forwarded-host", "cf-connecting-ip"];
    for (number, name) in headers.into_iter().enumerate() {
        let request = Client::new().post(world.url("/api/v10/auth/register")).header(name, "127.0.0.1");
        assert!(!operates(&Person::answer(request.json(&registration(&format!("eve{number}")))).await.ok()), "{name}");
    }
    let request = Client::new().post(world.url("/api/v10/auth/register")).header("host", "evil.example:8000");
    assert!(!operates(&Person::answer(request.json(&registration("mallory"))).await.ok()));
    assert!(operates(&world.stranger().post("/auth/register", &registration("alice")).await.ok()));
}

#[actix_web::test]
async fn a_closed_instance_lets_its_operator_in_and_nobody_else() {
    let world = World::with(Engine::Sqlite, &[("REGISTRATION", "closed")]).await;
    from_elsewhere(&world, "/auth/register", Some(&registration("eve"))).await.refused(403, 0);
    assert!(operates(&from_elsewhere(&world, "/auth/register", Some(&with_token("alice", &setup_token(&world)))).await.ok()));
    from_elsewhere(&world, "/auth/register", Some(&registration("eve"))).await.refused(403, 0);
}
