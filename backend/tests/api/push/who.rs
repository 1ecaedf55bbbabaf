//! Who gets a push, and who does not.

use std::time::Duration;

use serde_json::json;

use super::{Scene, are_delayed, talk, with_pushes_on_both_databases};
use crate::support::{PushService, World, text};

const MINUTE: Duration = Duration::from_mins(1);

with_pushes_on_both_databases! {
    who_looks_already_gets_none_and_who_is_idle_or_gone_does,
    who_is_not_to_be_disturbed_gets_none,
    a_message_that_concerns_nobody_is_not_pushed,
    mentions_of_everyone_and_of_a_role_notify_their_members,
    who_cannot_see_the_channel_gets_none,
    who_cannot_see_the_channel_any_more_gets_none_of_what_waited,
    who_is_blocked_does_not_reach_one,
    in_a_group_all_but_the_blocked_reach_one,
    what_is_muted_is_not_pushed_but_what_names_one_is,
    here_is_for_those_who_are_there,
}

async fn who_looks_already_gets_none_and_who_is_idle_or_gone_does(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let mut socket = scene.bob.connects().await;
    scene.mentions(&scene.guild.channel, "you see this").await;
    let presence = |status: &str| json!({"since": null, "activities": [], "status": status, "afk": false});
    socket.sends(3, presence("idle")).await;
    socket.settles().await;
    let idle = scene.mentions(&scene.guild.channel, "come back").await;
    assert_eq!(scene.browser.reads(&service.next().await)["message_id"], json!(idle));
    socket.sends(3, presence("online")).await;
    socket.settles().await;
    scene.mentions(&scene.guild.channel, "there you are").await;
    let another = scene.bob.connects().await;
    socket.sends(3, presence("idle")).await;
    socket.settles().await;
    scene.mentions(&scene.guild.channel, "on the other device").await;
    another.says_goodbye(1000).await;
    socket.says_goodbye(1000).await;
    scene.gets_only_the_next(&service).await;
}

async fn who_is_not_to_be_disturbed_gets_none(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.bob.patch("/users/@me/settings", &json!({"status": "dnd"})).await.ok();
    scene.mentions(&scene.guild.channel, "hello").await;
    scene.alice.says(&talk(&scene.alice, &scene.bob).await, "hello").await;
    scene.bob.patch("/users/@me/settings", &json!({"status": "online"})).await.ok();
    scene.gets_only_the_next(&service).await;
}

async fn a_message_that_concerns_nobody_is_not_pushed(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.alice.says(&scene.guild.channel, "hello everyone").await;
    let path = format!("/channels/{}/messages", scene.guild.channel);
    let words = format!("quietly <@{}>", scene.bob.id);
    scene.alice.post(&path, &json!({"content": words, "flags": 1 << 12})).await.ok();
    scene.alice.post(&path, &json!({"content": words, "allowed_mentions": {"parse": []}})).await.ok();
    scene.bob.says(&scene.guild.channel, &format!("I am <@{}>", scene.bob.id)).await;
    let message = scene.alice.says(&scene.guild.channel, "nobody").await;
    let path = format!("{path}/{}", text(&message["id"]));
    scene.alice.patch(&path, &json!({"content": words})).await.ok();
    scene.gets_only_the_next(&service).await;
}

async fn mentions_of_everyone_and_of_a_role_notify_their_members(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let everyone = text(&scene.alice.says(&scene.guild.channel, "@everyone come").await["id"]);
    assert_eq!(scene.browser.reads(&service.next().await)["message_id"], json!(everyone));
    let outsider = world.person("oscar").await;
    outsider.gets_pushes(&service, "oscar").await;
    scene.alice.says(&scene.guild.channel, &format!("@everyone and <@{}>", outsider.id)).await;
    assert_eq!(service.next().await.path, scene.browser.path);
    scene.gets_only_the_next(&service).await;
}

async fn who_cannot_see_the_channel_gets_none(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let hidden = scene.alice.makes_channel(&scene.guild, "hidden").await;
    let overwrite = json!({"type": 1, "deny": "1024", "allow": "0"});
    scene.alice.put(&format!("/channels/{hidden}/permissions/{}", scene.bob.id), &overwrite).await.ok();
    scene.mentions(&hidden, "not for you").await;
    scene.alice.says(&hidden, "@everyone but one").await;
    scene.gets_only_the_next(&service).await;
}

async fn who_cannot_see_the_channel_any_more_gets_none_of_what_waited(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    service.answers("503 Busy\r\nRetry-After: 30");
    let closed = scene.alice.makes_channel(&scene.guild, "closed").await;
    scene.mentions(&closed, "soon a secret").await;
    service.next().await;
    are_delayed(&world, 1, MINUTE / 2).await;
    let overwrite = json!({"type": 1, "deny": "1024", "allow": "0"});
    scene.alice.put(&format!("/channels/{closed}/permissions/{}", scene.bob.id), &overwrite).await.ok();
    service.takes();
    world.pass(MINUTE);
    scene.gets_only_the_next(&service).await;
}

async fn who_is_blocked_does_not_reach_one(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let carol = world.person("carol").await;
    scene.alice.lets_in(&scene.guild, &[&carol]).await;
    scene.bob.put(&format!("/users/@me/blocks/{}", carol.id), &json!({})).await.ok();
    carol.says(&scene.guild.channel, &format!("hey <@{}>", scene.bob.id)).await;
    scene.gets_only_the_next(&service).await;
}

async fn in_a_group_all_but_the_blocked_reach_one(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let carol = world.person("carol").await;
    scene.alice.lets_in(&scene.guild, &[&carol]).await;
    let group = json!({"recipients": [scene.bob.id, carol.id]});
    let group = text(&scene.alice.post("/users/@me/channels", &group).await.ok()["id"]);
    scene.bob.put(&format!("/users/@me/blocks/{}", carol.id), &json!({})).await.ok();
    carol.says(&group, "hey all").await;
    let heard = text(&scene.alice.says(&group, "good morning").await["id"]);
    let said = scene.browser.reads(&service.next().await);
    assert_eq!((&said["message_id"], &said["kind"]), (&json!(heard), &json!("dm")));
    scene.gets_only_the_next(&service).await;
}

async fn what_is_muted_is_not_pushed_but_what_names_one_is(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    let talk = talk(&scene.alice, &scene.bob).await;
    let setting = |level, muted| json!({"level": level, "muted": muted, "muted_until": null, "suppress_everyone": false, "suppress_roles": false});
    let set = async |place: &str, body| scene.bob.put(&format!("/users/@me/notification-settings/{place}"), &body).await.ok();
    set(&talk, setting(json!(null), true)).await;
    set(&scene.guild.channel, setting(json!(null), true)).await;
    scene.alice.says(&talk, "are you there?").await;
    scene.alice.says(&scene.guild.channel, "@everyone come").await;
    let named = scene.mentions(&scene.guild.channel, "you too").await;
    assert_eq!(scene.browser.reads(&service.next().await)["message_id"], json!(named));
    set(&scene.guild.channel, setting(json!("nothing"), false)).await;
    scene.mentions(&scene.guild.channel, "not even you").await;
    scene.gets_only_the_next(&service).await;
}

async fn here_is_for_those_who_are_there(world: World, service: PushService) {
    let scene = Scene::of(&world, &service).await;
    scene.alice.says(&scene.guild.channel, "@here nobody").await;
    let mut socket = scene.bob.connects().await;
    socket.sends(3, json!({"since": null, "activities": [], "status": "idle", "afk": false})).await;
    socket.settles().await;
    let called = text(&scene.alice.says(&scene.guild.channel, "@here come back").await["id"]);
    assert_eq!(scene.browser.reads(&service.next().await)["message_id"], json!(called));
    scene.gets_only_the_next(&service).await;
}
