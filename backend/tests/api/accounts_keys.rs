//! The server's key: replaced, it ends nothing; lost, it locks nobody out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    accounts::sign_in,
    accounts_second_factor::enrol,
    mail::{
        forgets,
        outages::{newest_is, reveals},
        resets,
    },
    support::{PASSWORD, World, text},
};

const FIRST: &str = "3f8a1c5e9b7d2046a8c1e3f57b9d0246";
const SECOND: &str = "e9b7d2046a8c1e3f57b9d02463f8a1c5";
const THIRD: &str = "0246a8c1e3f57b9d3f8a1c5e9b7d2046";

/// Starts the server anew with another key, and perhaps the one before it.
async fn with_key(world: &mut World, key: &str, previous: &str) {
    world.sets("SECRET_KEY", key);
    world.sets("SECRET_KEY_PREVIOUS", previous);
    world.restart().await;
}

async fn sign_in_with(world: &World, code: &str) -> u16 {
    let body = json!({"email": "alice@example.org", "password": PASSWORD, "code": code});
    world.stranger().post("/auth/login", &body).await.status.as_u16()
}

async fn refresh(world: &World, token: &str) -> Value {
    world.stranger().post("/auth/refresh", &json!({"refresh_token": token})).await.ok()
}

async fn push_key(world: &World) -> String {
    text(&world.stranger().get("/chatspace/push").await.ok()["public_key"])
}

on_both_databases! {
    a_key_that_is_replaced_ends_no_session_no_link_no_second_factor_and_no_subscription,
    a_key_that_is_lost_locks_nobody_out,
    whoever_lost_both_the_key_and_the_recovery_codes_is_helped_by_the_console,
}

async fn a_key_that_is_replaced_ends_no_session_no_link_no_second_factor_and_no_subscription(world: World) {
    let mut world = world;
    with_key(&mut world, FIRST, "").await;
    let alice = world.person("alice").await;
    let bob = world.person("bob").await;
    let app = enrol(&world, &alice).await;
    forgets(&world, "bob@example.org").await.ok();
    let email = newest_is(&world, chatspace::features::mail::view::EmailState::Unsent).await;
    let link = reveals(&alice, email.id).await;
    let (pushes, spent) = (push_key(&world).await, bob.refresh_token.clone());
    let lost = refresh(&world, &spent).await;

    with_key(&mut world, SECOND, FIRST).await;
    alice.at(&world).get("/users/@me").await.ok();
    assert_eq!(refresh(&world, &spent).await["refresh_token"], lost["refresh_token"], "the answer that was lost comes again");
    refresh(&world, &alice.refresh_token).await;
    assert_eq!(push_key(&world).await, pushes);
    world.pass(Duration::from_secs(30));
    assert_eq!(sign_in_with(&world, &app.code(&world)).await, 200);
    resets(&world, link.split_once('#').expect("has a token").1, "staple correct horse").await.ok();
    world.pass(Duration::from_mins(10));
    alice.at(&world).get("/users/@me").await.refused(401, 0);

    with_key(&mut world, SECOND, "").await;
    assert_eq!(push_key(&world).await, pushes, "nor is the key before needed any more after one start");
    world.pass(Duration::from_secs(30));
    assert_eq!(sign_in_with(&world, &app.code(&world)).await, 200);

    with_key(&mut world, THIRD, SECOND).await;
    assert_eq!(push_key(&world).await, pushes, "twice as well");
    world.pass(Duration::from_secs(30));
    assert_eq!(sign_in_with(&world, &app.code(&world)).await, 200);
    assert_eq!(sign_in_with(&world, &app.recovery[0]).await, 200);
}

async fn a_key_that_is_lost_locks_nobody_out(world: World) {
    let mut world = world;
    with_key(&mut world, FIRST, "").await;
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let app = enrol(&world, &alice).await;
    let pushes = push_key(&world).await;
    with_key(&mut world, SECOND, "").await;
    bob.at(&world).get("/users/@me").await.refused(401, 0);
    sign_in(&world, "bob@example.org", PASSWORD).await.ok();
    refresh(&world, &bob.refresh_token).await;
    assert_ne!(push_key(&world).await, pushes, "browsers subscribe anew");

    world.pass(Duration::from_secs(30));
    assert_eq!(sign_in_with(&world, &app.code(&world)).await, 400, "the app's secret is lost");
    let body = json!({"email": "alice@example.org", "password": PASSWORD, "code": app.recovery[0]});
    let back = world.stranger().post("/auth/login", &body).await.ok();
    let alice = alice.at(&world).with_token(&text(&back["access_token"]));
    alice.delete("/auth/totp").await.ok();
    let anew = enrol(&world, &alice).await;
    world.pass(Duration::from_secs(30));
    assert_eq!(sign_in_with(&world, &anew.code(&world)).await, 200);
}

async fn whoever_lost_both_the_key_and_the_recovery_codes_is_helped_by_the_console(world: World) {
    let mut world = world;
    let alice = world.person("alice").await;
    enrol(&world, &alice).await;
    with_key(&mut world, SECOND, "").await;
    world.console().delete(&format!("/chatspace/admin/users/{}/second-factor", alice.id)).await.ok();
    sign_in(&world, "alice@example.org", PASSWORD).await.ok();
}
