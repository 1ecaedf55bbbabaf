//! What is sent, how, and what becomes of what cannot be sent.

use std::time::Duration;

use serde_json::json;

use super::{HOUSE, Scene, are_delayed, subscriptions, talk, with_pushes_on_both_databases};
use crate::support::{Browser, PushService, World, claims, text};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

with_pushes_on_both_databases! {
    a_mention_is_pushed_for_the_browser_alone_and_names_nobody,
    a_push_is_signed_for_its_service_with_the_key_that_everybody_sees,
    who_allows_it_reads_who_wrote_what_and_where,
    a_push_names_channels_that_its_reader_may_view_and_quotes_what_they_may_read,
    a_message_between_two_is_pushed_at_once,
    every_device_gets_it_with_keys_of_its_own,
    a_subscription_that_is_gone_is_deleted,
    a_service_that_is_busy_is_asked_again_when_it_said,
    what_is_refused_is_not_tried_again_and_no_redirect_is_followed,
    a_service_that_says_nothing_holds_up_nobody_else,
    pushes_wait_through_an_outage_and_a_restart_and_of_a_channel_only_the_newest,
    a_push_that_is_a_day_old_is_not_sent_any_more,
    a_deleted_message_is_not_pushed,
}

async fn a_mention_is_pushed_for_the_browser_alone_and_names_nobody(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let message = scene.mentions(&scene.guild.channel, "a secret for you").await;
    let pushed = service.next().await;
    let said = scene.browser.reads(&pushed);
    assert_eq!(
        said,
        json!({
            "v": 1,
            "kind": "mention",
            "channel_id": scene.guild.channel,
            "guild_id": scene.guild.id,
            "message_id": message,
            "title": "Tea house",
            "body": "You were mentioned.",
            "tag": scene.guild.channel,
        })
    );
    assert_eq!(pushed.headers["urgency"], "normal");
    assert_eq!(pushed.headers["ttl"], "86400");
    let topic = &pushed.headers["topic"];
    assert!(topic.len() == 32 && !topic.contains(&scene.guild.channel), "{topic}");
    let other = Browser::at(&service, "bob");
    assert!(!other.can_read(&pushed), "another browser cannot read it");
}

async fn a_push_is_signed_for_its_service_with_the_key_that_everybody_sees(world: World, service: PushService) {
    let mut world = world;
    let scene = Scene::of(&world, &service).await;
    scene.mentions(&scene.guild.channel, "hello").await;
    let first = service.next().await;
    let said = claims(&world, &first).await;
    assert_eq!((&said["aud"], &said["sub"]), (&json!(format!("http://{}", service.host)), &json!(HOUSE)));
    let left = said["exp"].as_i64().expect("a time") - world.clock.now().as_seconds();
    assert!((3600..=24 * 3600).contains(&left), "{left}");
    let key = world.stranger().get("/chatspace/push").await.ok();
    assert!(!key.to_string().contains("private"));
    world.restart().await;
    assert_eq!(world.stranger().get("/chatspace/push").await.ok(), key, "the key stays");
}

async fn who_allows_it_reads_who_wrote_what_and_where(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.bob.patch("/users/@me/settings", &json!({"push_text": true})).await.ok();
    scene.mentions(&scene.guild.channel, "tea at five?").await;
    let said = scene.browser.reads(&service.next().await);
    assert_eq!((&said["title"], &said["body"]), (&json!("alice (#general, Tea friends)"), &json!("tea at five? @bob")));
    let channel = talk(&scene.alice, &scene.bob).await;
    scene.alice.says(&channel, &"ї".repeat(1500)).await;
    let said = scene.browser.reads(&service.next().await);
    assert_eq!((&said["title"], &said["body"]), (&json!("alice"), &json!(format!("{}…", "ї".repeat(240)))));
}

async fn a_push_names_channels_that_its_reader_may_view_and_quotes_what_they_may_read(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.bob.patch("/users/@me/settings", &json!({"push_text": true})).await.ok();
    let [open, plans] =
        [scene.alice.makes_channel(&scene.guild, "open").await, scene.alice.makes_channel(&scene.guild, "plans").await];
    let takes = async |channel: &str, right: u64| {
        let path = format!("/channels/{channel}/permissions/{}", scene.bob.id);
        scene.alice.put(&path, &json!({"type": 1, "allow": "0", "deny": right.to_string()})).await.ok();
    };
    takes(&plans, 1 << 10).await;
    scene.mentions(&scene.guild.channel, &format!("see <#{open}>, not <#{plans}>,")).await;
    let said = scene.browser.reads(&service.next().await);
    assert_eq!(said["body"], json!(format!("see #open, not <#{plans}>, @bob")));
    takes(&scene.guild.channel, 1 << 16).await;
    scene.mentions(&scene.guild.channel, "a secret").await;
    let said = scene.browser.reads(&service.next().await);
    assert_eq!((&said["title"], &said["body"]), (&json!("alice (#general, Tea friends)"), &json!("You were mentioned.")));
}

async fn a_message_between_two_is_pushed_at_once(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.bob.patch("/users/@me", &json!({"locale": "uk"})).await;
    let channel = talk(&scene.alice, &scene.bob).await;
    let message = text(&scene.alice.says(&channel, "are you there?").await["id"]);
    let pushed = service.next().await;
    let said = scene.browser.reads(&pushed);
    assert_eq!((&said["kind"], &said["channel_id"], &said["message_id"]), (&json!("dm"), &json!(channel), &json!(message)));
    assert!(said.get("guild_id").is_none() && !said.to_string().contains("alice") && !said.to_string().contains("there?"));
    assert_eq!(pushed.headers["urgency"], "high");
}

async fn every_device_gets_it_with_keys_of_its_own(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let phone = scene.bob.comes_back().await.gets_pushes(&service, "phone").await;
    scene.mentions(&scene.guild.channel, "hello").await;
    let mut pushed = [service.next().await, service.next().await];
    pushed.sort_by(|one, other| one.path.cmp(&other.path));
    assert_eq!(scene.browser.reads(&pushed[0]), phone.reads(&pushed[1]));
    assert_ne!(pushed[0].headers["topic"], pushed[1].headers["topic"]);
    assert_ne!(pushed[0].body[21..86], pushed[1].body[21..86], "each is sent with another key");
}

async fn a_subscription_that_is_gone_is_deleted(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    for gone in ["410 Gone", "404 Not Found"] {
        service.answers(gone);
        scene.mentions(&scene.guild.channel, "hello").await;
        service.next().await;
        while !subscriptions(&scene.bob).await.is_empty() {
            tokio::task::yield_now().await;
        }
        service.takes();
        scene.bob.post("/users/@me/push-subscriptions", &scene.browser.subscription()).await.ok();
    }
    scene.gets_only_the_next(&service).await;
}

async fn a_service_that_is_busy_is_asked_again_when_it_said(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    service.answers("503 Busy\r\nRetry-After: 1800");
    let message = scene.mentions(&scene.guild.channel, "hello").await;
    service.next().await;
    are_delayed(&world, 1, 30 * MINUTE).await;
    service.takes();
    world.pass(20 * MINUTE);
    let scene = Scene { alice: scene.alice.comes_back().await, ..scene };
    let other = scene.alice.makes_channel(&scene.guild, "other").await;
    scene.mentions(&other, "hello").await;
    assert_eq!(scene.browser.reads(&service.next().await)["channel_id"], json!(other), "the first still waits");
    world.pass(11 * MINUTE);
    let late = service.next().await;
    assert_eq!(scene.browser.reads(&late)["message_id"], json!(message));
    assert_eq!(late.headers["ttl"], (24 * 3600 - 31 * 60).to_string());
    scene.again(&world).await.gets_only_the_next(&service).await;
}

async fn what_is_refused_is_not_tried_again_and_no_redirect_is_followed(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let elsewhere = PushService::start().await;
    for error in [
        "400 Bad Request".to_owned(),
        "307 Over there\r\nLocation: /push/bob".to_owned(),
        format!("301 Moved\r\nLocation: http://{}/push/bob", elsewhere.host),
        "413 Too Large".to_owned(),
    ] {
        service.answers(&error);
        scene.mentions(&scene.guild.channel, "hello").await;
        service.next().await;
        world.pass(2 * MINUTE);
    }
    service.takes();
    scene.gets_only_the_next(&service).await;
    assert_eq!(elsewhere.came(), 0);
}

async fn a_service_that_says_nothing_holds_up_nobody_else(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let phone = scene.bob.comes_back().await.gets_pushes(&service, "phone").await;
    service.is_silent_to(&phone);
    for name in ["one", "two", "three"] {
        let channel = scene.alice.makes_channel(&scene.guild, name).await;
        let message = scene.mentions(&channel, "hello").await;
        let pushed = [service.next().await, service.next().await];
        let pushed = pushed.iter().find(|pushed| pushed.path == scene.browser.path).expect("one is for the other browser");
        assert_eq!(scene.browser.reads(pushed)["message_id"], json!(message));
    }
}

async fn pushes_wait_through_an_outage_and_a_restart_and_of_a_channel_only_the_newest(world: World, service: PushService) {
    let (mut world, mut service) = (world, service);
    let scene = Scene::of(&world, &service).await;
    let channel = talk(&scene.alice, &scene.bob).await;
    service.goes_away().await;
    for number in 0..20 {
        scene.mentions(&scene.guild.channel, &format!("number {number}")).await;
        scene.alice.says(&channel, &format!("number {number}")).await;
    }
    let newest = [scene.mentions(&scene.guild.channel, "newest").await, text(&scene.alice.says(&channel, "newest").await["id"])];
    world.restart().await;
    service.comes_back().await;
    world.pass(HOUR);
    let mut came = [(); 2].map(|()| String::new());
    for came in &mut came {
        *came = text(&scene.browser.reads(&service.next().await)["message_id"]);
    }
    came.sort();
    assert_eq!(came, newest);
    scene.again(&world).await.gets_only_the_next(&service).await;
}

async fn a_push_that_is_a_day_old_is_not_sent_any_more(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    service.answers("503 Busy\r\nRetry-After: 30");
    scene.mentions(&scene.guild.channel, "hello").await;
    service.next().await;
    are_delayed(&world, 1, MINUTE / 2).await;
    service.takes();
    world.pass(25 * HOUR);
    scene.again(&world).await.gets_only_the_next(&service).await;
}

async fn a_deleted_message_is_not_pushed(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    service.answers("503 Busy\r\nRetry-After: 30");
    let message = scene.mentions(&scene.guild.channel, "hello").await;
    service.next().await;
    are_delayed(&world, 1, MINUTE / 2).await;
    scene.alice.delete(&format!("/channels/{}/messages/{message}", scene.guild.channel)).await.ok();
    service.takes();
    world.pass(MINUTE);
    scene.gets_only_the_next(&service).await;
}
