//! Who is let in at all: registration by invite or closed, and the brake on guessing.

use std::time::Duration;

use serde_json::json;

use crate::{
    accounts::{log_in, register, registration},
    support::{Engine, PASSWORD, World},
};

#[actix_web::test]
async fn registration_can_be_closed_but_not_before_somebody_operates_the_instance() {
    let world = World::with(Engine::Sqlite, &[("REGISTRATION", "closed")]).await;
    world.person("alice").await;
    register(&world, &registration("bob")).await.refused(403, 0);
}

async fn by_invite(engine: Engine) {
    let world = World::with(engine, &[("REGISTRATION", "invite")]).await;
    let alice = world.person("alice").await;
    let guild = alice.makes_guild("Tea friends").await;
    register(&world, &registration("bob")).await.refused(403, 0);
    let mut bob = registration("bob");
    for wrong in ["not-an-invite", "with\0nul"] {
        bob["invite"] = json!(wrong);
        let refused = register(&world, &bob).await.refused(400, 50035);
        assert_eq!(refused["errors"]["invite"]["_errors"][0]["code"], "INVITE_INVALID");
    }
    let path = format!("/channels/{}/invites", guild.channel);
    let code = alice.post(&path, &json!({"max_age": 60})).await.ok()["code"].clone();
    bob["invite"] = code.clone();
    register(&world, &bob).await.ok();
    world.pass(Duration::from_secs(61));
    let mut cyd = registration("cyd");
    cyd["invite"] = code;
    register(&world, &cyd).await.refused(400, 50035);
}

#[actix_web::test]
async fn registration_by_invite_needs_one_that_lives_on_sqlite() {
    by_invite(Engine::Sqlite).await;
}

#[actix_web::test]
async fn registration_by_invite_needs_one_that_lives_on_postgres() {
    by_invite(Engine::Postgres).await;
}

#[actix_web::test]
async fn guessing_is_stopped_for_the_account_that_is_guessed_and_no_other() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    world.person("alice").await;
    world.person("bob").await;
    for _ in 0..10 {
        log_in(&world, "Alice@example.org", "a wrong password").await.refused(400, 50035);
    }
    let refused = log_in(&world, "alice@example.org", PASSWORD).await;
    let present = |header| refused.headers.contains_key(header);
    assert!(["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-scope"].into_iter().all(present));
    let refused = refused.refused(429, 0);
    assert!(refused["retry_after"].as_f64().is_some_and(|wait| (60.0..=90.0).contains(&wait)), "{refused}");
    log_in(&world, "bob@example.org", PASSWORD).await.ok();
    world.pass(Duration::from_secs(90));
    log_in(&world, "alice@example.org", PASSWORD).await.ok();
}
