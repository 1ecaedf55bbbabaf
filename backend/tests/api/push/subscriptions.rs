//! Subscriptions: whose they are, how many there are, and when they end.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Scene, are_delayed, subscriptions, talk, with_pushes_on_both_databases, world};
use crate::support::{Browser, Engine, Person, PushService, World, text};

const DAY: Duration = Duration::from_hours(24);
const HERE: &str = "/users/@me/push-subscriptions";

async fn subscribes(person: &Person, browser: &Browser) -> Value {
    person.post(HERE, &browser.subscription()).await.ok()
}

with_pushes_on_both_databases! {
    ones_devices_are_listed_without_their_secrets,
    a_session_has_one_subscription_and_the_next_replaces_it,
    a_browser_belongs_to_the_last_who_subscribed_with_it,
    a_subscription_ends_on_request,
    a_subscription_ends_with_its_session,
    an_idle_session_gets_no_pushes,
    there_are_ten_devices_at_most,
    an_account_that_is_deleted_gets_no_pushes,
    a_stranger_sees_the_key_and_nothing_else,
}

async fn ones_devices_are_listed_without_their_secrets(world: World, service: PushService) {
    let alice = world.person("alice").await;
    let (here, there) = (Browser::at(&service, "here"), Browser::at(&service, "there"));
    let phone = alice.comes_back().await;
    let first = subscribes(&alice, &here).await;
    let second = subscribes(&phone, &there).await;
    let host = "127.0.0.1";
    assert_eq!((&first["endpoint_host"], &first["current"]), (&json!(host), &json!(true)));
    assert!(first["created_at"].as_str().is_some_and(|time| time.ends_with("+00:00")));
    let listed = subscriptions(&alice).await;
    let shown: Vec<_> = listed.iter().map(|one| (&one["id"], &one["current"])).collect();
    assert_eq!(shown, [(&first["id"], &json!(true)), (&second["id"], &json!(false))]);
    assert!(!json!(listed).to_string().contains("/push/"), "the rest of an address is secret");
    let bob = world.person("bob").await;
    assert!(subscriptions(&bob).await.is_empty());
}

async fn a_session_has_one_subscription_and_the_next_replaces_it(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let before = subscriptions(&scene.bob).await;
    assert_eq!(subscribes(&scene.bob, &scene.browser).await, before[0], "the same again changes nothing");
    let anew = Browser::at(&service, "anew");
    subscribes(&scene.bob, &anew).await;
    assert_eq!(subscriptions(&scene.bob).await, before);
    scene.mentions(&scene.guild.channel, "hello").await;
    anew.reads(&service.next().await);
    Scene { browser: anew, ..scene }.gets_only_the_next(&service).await;
}

async fn a_browser_belongs_to_the_last_who_subscribed_with_it(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    // Whoever learned the address alone cannot take it away.
    let mut thief = Browser::at(&service, "thief").subscription();
    thief["endpoint"] = json!(scene.browser.endpoint);
    scene.alice.post(HERE, &thief).await.ok();
    assert_eq!(subscriptions(&scene.bob).await.len(), 1);
    subscribes(&scene.alice, &scene.browser).await;
    assert!(subscriptions(&scene.bob).await.is_empty());
}

async fn a_subscription_ends_on_request(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let path = format!("{HERE}/{}", text(&subscriptions(&scene.bob).await[0]["id"]));
    scene.alice.delete(&path).await.refused(404, 200021);
    scene.alice.delete(&format!("{HERE}/1")).await.refused(404, 200021);
    scene.bob.delete(&path).await.ok();
    scene.bob.delete(&path).await.refused(404, 200021);
    scene.mentions(&scene.guild.channel, "hello").await;
    subscribes(&scene.bob, &scene.browser).await;
    scene.gets_only_the_next(&service).await;
}

async fn a_subscription_ends_with_its_session(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let phone = scene.bob.comes_back().await;
    let at_the_phone = phone.gets_pushes(&service, "phone").await;
    service.answers("503 Busy\r\nRetry-After: 30");
    scene.mentions(&scene.guild.channel, "hello").await;
    service.next().await;
    service.next().await;
    are_delayed(&world, 2, Duration::from_secs(30)).await;
    service.takes();
    phone.post("/auth/logout", &json!({})).await.ok();
    assert_eq!(subscriptions(&scene.bob).await.len(), 1);
    world.pass(Duration::from_mins(1));
    scene.browser.reads(&service.next().await);
    scene.bob.post("/auth/logout-all", &json!({})).await.ok();
    scene.mentions(&scene.guild.channel, "anybody?").await;
    let bob = scene.bob.comes_back().await;
    assert!(subscriptions(&bob).await.is_empty());
    subscribes(&bob, &at_the_phone).await;
    Scene { bob, browser: at_the_phone, ..scene }.gets_only_the_next(&service).await;
}

async fn an_idle_session_gets_no_pushes(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    world.pass(31 * DAY);
    let scene = Scene { alice: scene.alice.comes_back().await, ..scene };
    scene.mentions(&scene.guild.channel, "hello").await;
    let bob = scene.bob.comes_back().await;
    assert!(subscriptions(&bob).await.is_empty());
    subscribes(&bob, &scene.browser).await;
    Scene { bob, ..scene }.gets_only_the_next(&service).await;
    let state = world.running().state();
    world.pass(33 * DAY);
    state.writer.run_write(|uow| Box::pin(chatspace::features::auth::actions::forget_ended(uow))).await.expect("is stored");
    state.writer.run_write(|uow| Box::pin(chatspace::features::push::actions::forget_ended(uow))).await.expect("is stored");
    assert!(state.cache.read().pushed().is_empty());
}

async fn there_are_ten_devices_at_most(world: World, service: PushService) {
    let alice = world.person("alice").await;
    let mut sessions = vec![alice.clone()];
    for number in 0..10 {
        sessions.push(alice.comes_back().await);
        subscribes(&sessions[number], &Browser::at(&service, &number.to_string())).await;
    }
    let eleventh = Browser::at(&service, "eleventh").subscription();
    sessions[10].post(HERE, &eleventh).await.refused(400, 200020);
    sessions[9].post(HERE, &eleventh).await.ok();
    sessions[0].post("/auth/logout", &json!({})).await.ok();
    sessions[10].post(HERE, &Browser::at(&service, "at last").subscription()).await.ok();
    assert_eq!(subscriptions(&sessions[10]).await.len(), 10);
}

async fn an_account_that_is_deleted_gets_no_pushes(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let channel = talk(&scene.alice, &scene.bob).await;
    service.answers("503 Busy\r\nRetry-After: 30");
    scene.alice.says(&channel, "hello").await;
    service.next().await;
    are_delayed(&world, 1, Duration::from_secs(30)).await;
    service.takes();
    scene.bob.post("/users/@me/delete", &json!({"messages": "keep"})).await.ok();
    world.pass(Duration::from_mins(1));
    let carol = world.person("carol").await;
    scene.alice.lets_in(&scene.guild, &[&carol]).await;
    subscribes(&carol, &scene.browser).await;
    Scene { bob: carol, ..scene }.gets_only_the_next(&service).await;
}

async fn a_stranger_sees_the_key_and_nothing_else(world: World, service: PushService) {
    let stranger = world.stranger();
    assert_eq!(text(&stranger.get("/chatspace/push").await.ok()["public_key"]).len(), 87);
    stranger.get(HERE).await.refused(401, 0);
    stranger.post(HERE, &Browser::at(&service, "nobody").subscription()).await.refused(401, 0);
    stranger.delete(&format!("{HERE}/1")).await.refused(401, 0);
}

#[actix_web::test]
async fn who_subscribes_all_the_time_waits() {
    let (world, service) = world(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let alice = world.person("alice").await;
    let browser = Browser::at(&service, "alice");
    for _ in 0..20 {
        world.pass(Duration::from_secs(1));
        subscribes(&alice, &browser).await;
    }
    alice.post(HERE, &browser.subscription()).await.refused(429, 0);
}
