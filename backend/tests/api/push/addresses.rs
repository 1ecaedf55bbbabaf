//! Addresses that a subscription may not have: whoever names one would send the server there.

use std::time::Duration;

use serde_json::json;

use super::{Scene, are_delayed, subscriptions, with_pushes_on_both_databases};
use crate::support::{Browser, PushService, World};

const HERE: &str = "/users/@me/push-subscriptions";

with_pushes_on_both_databases! {
    an_address_that_is_at_no_push_service_is_refused,
    keys_that_are_none_are_refused,
    an_address_that_the_operator_takes_off_the_list_is_not_called_any_more,
}

async fn an_address_that_is_at_no_push_service_is_refused(world: World, service: PushService) {
    let canary = PushService::start().await;
    let alice = world.person("alice").await;
    let mut form = Browser::at(&service, "alice").subscription();
    let (host, port) = (service.host.as_str(), canary.host.rsplit(':').next().expect("a port"));
    for address in [
        String::new(),
        "tea".to_owned(),
        "/push/alice".to_owned(),
        format!("http://{}/x", canary.host),
        format!("https://{}/x", canary.host),
        format!("http://localhost:{port}/x"),
        format!("http://127.1:{port}/x"),
        format!("http://0x7f.0.0.1:{port}/x"),
        format!("http://2130706433:{port}/x"),
        format!("http://[::1]:{port}/x"),
        format!("http://[::ffff:127.0.0.1]:{port}/x"),
        format!("http://0.0.0.0:{port}/x"),
        format!("http://{host}@{}/x", canary.host),
        format!("http://user@{host}/x"),
        format!("http://user:password@{host}/x"),
        format!("http://{host}/x#y"),
        format!("http://{}\\@{host}/x", canary.host),
        format!("ftp://{host}/x"),
        format!("gopher://{host}/x"),
        format!("ws://{host}/x"),
        format!("file://{host}/etc/passwd"),
        "file:///etc/passwd".to_owned(),
        "data:text/plain,tea".to_owned(),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "https://10.0.0.1/x".to_owned(),
        "https://192.168.1.1/x".to_owned(),
        "https://[fd00::1]/x".to_owned(),
        "https://[fe80::1]/x".to_owned(),
        "https://metadata.google.internal/x".to_owned(),
        "http://fcm.googleapis.com/x".to_owned(),
        "https://fcm.googleapis.com:444/x".to_owned(),
        "https://fcm.googleapis.com./x".to_owned(),
        "https://fcm.googleapis.com.example.org/x".to_owned(),
        "https://fcm-googleapis.com/x".to_owned(),
        "https://fcm.googleapis.com@example.org/x".to_owned(),
        "https://fcm.googleapis.com%2f@example.org/x".to_owned(),
        "https://fcm.googleapis.com%00.example.org/x".to_owned(),
        "https://evilnotify.windows.com/x".to_owned(),
        "https://notify.windows.com.example.org/x".to_owned(),
        format!("https://fcm.googleapis.com/{}", "x".repeat(2048)),
    ] {
        form["endpoint"] = json!(address);
        let error = alice.post(HERE, &form).await.refused(400, 50035);
        assert!(error["errors"]["endpoint"]["_errors"][0]["code"].is_string(), "{address}: {error}");
    }
    assert!(subscriptions(&alice).await.is_empty());
    for (address, host) in [
        ("https://fcm.googleapis.com/fcm/send/abc", "fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", "updates.push.services.mozilla.com"),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", "wns2-par02p.notify.windows.com"),
        ("https://web.push.apple.com/abc", "web.push.apple.com"),
    ] {
        form["endpoint"] = json!(address);
        assert_eq!(alice.post(HERE, &form).await.ok()["endpoint_host"], json!(host));
    }
    assert_eq!((canary.came(), service.came()), (0, 0));
}

async fn keys_that_are_none_are_refused(world: World, service: PushService) {
    let alice = world.person("alice").await;
    let good = Browser::at(&service, "alice").subscription();
    for (key, bad) in [("p256dh", ""), ("p256dh", "BA"), ("p256dh", "tea"), ("auth", ""), ("auth", "AAAA"), ("auth", "чай")] {
        let mut form = good.clone();
        form["keys"][key] = json!(bad);
        let error = alice.post(HERE, &form).await.refused(400, 50035);
        assert!(error["errors"]["keys"][key]["_errors"][0]["code"].is_string(), "{error}");
    }
    alice.post(HERE, &json!({"endpoint": good["endpoint"]})).await.refused(400, 50035);
    let mut whole = good.clone();
    whole["expirationTime"] = json!(null);
    alice.post(HERE, &whole).await.ok();
}

async fn an_address_that_the_operator_takes_off_the_list_is_not_called_any_more(world: World, service: PushService) {
    let mut world = world;
    let scene = Scene::of(&world, &service).await;
    world.sets("PUSH_HOSTS", "push.example.org");
    world.restart().await;
    let scene = scene.again(&world).await;
    scene.mentions(&scene.guild.channel, "hello").await;
    are_delayed(&world, 0, Duration::ZERO).await;
    world.sets("PUSH_HOSTS", &service.host);
    world.restart().await;
    scene.again(&world).await.gets_only_the_next(&service).await;
}
