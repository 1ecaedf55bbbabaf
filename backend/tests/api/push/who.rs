//! Who gets a push, and who does not.

use std::time::Duration;

use serde_json::json;

use super::{Scene, talk, with_pushes_on_both_databases};
use crate::support::{PushService, World, text};

const MINUTE: Duration = Duration::from_secs(60);

with_pushes_on_both_databases! {
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

    async fn everyone_and_a_role_are_told_who_is_in_them(world: World, service: PushService) {
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
        service.answers("503 Busy");
        let closed = scene.alice.makes_channel(&scene.guild, "closed").await;
        scene.mentions(&closed, "soon a secret").await;
        service.next().await;
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
}
