//! Pinned messages, and messages that are deleted together, over REST and the gateway.

use serde_json::{Value, json};

use crate::support::{Guild, Person, World, text};

const PIN_MESSAGES: u64 = 1 << 51;
const READ_MESSAGE_HISTORY: u64 = 1 << 16;
const MANAGE_MESSAGES: u64 = 1 << 13;

/// Ann owns a guild that Bob is in.
struct Scene {
    world: World,
    ann: Person,
    bob: Person,
    guild: Guild,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (ann, bob) = (world.person("ann").await, world.person("bob").await);
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob]).await;
        Self { world, ann, bob, guild }
    }

    fn path(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.guild.channel)
    }

    fn pin(&self, message: &str) -> String {
        self.path(&format!("/messages/pins/{message}"))
    }

    async fn says(&self, content: &str) -> String {
        text(&self.ann.says(&self.guild.channel, content).await["id"])
    }

    async fn pins(&self, message: &str) {
        assert_eq!(self.ann.put(&self.pin(message), &Value::Null).await.status, 204);
    }

    /// Gives or takes a right in the channel, for everybody.
    async fn sets(&self, allow: u64, deny: u64) {
        let body = json!({"type": 0, "allow": allow.to_string(), "deny": deny.to_string()});
        self.ann.put(&self.path(&format!("/permissions/{}", self.guild.id)), &body).await.ok();
    }

    async fn delete_together(&self, who: &Person, ids: &[&str]) -> crate::support::Answer {
        who.post(&self.path("/messages/bulk-delete"), &json!({"messages": ids})).await
    }
}

fn contents(messages: &Value) -> Vec<String> {
    messages.as_array().expect("a list").iter().map(|one| text(&one["content"])).collect()
}

fn pinned(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("a list").iter().map(|item| text(&item["message"]["content"])).collect()
}

on_both_databases! {
    pins_are_listed_newest_first_by_both_paths_and_in_pages,
    a_pin_is_told_and_stands_in_the_channel_and_outlives_a_restart,
    a_pin_goes_with_its_message,
    rights_decide_who_pins_and_who_sees_pins,
    in_a_direct_message_both_pin_until_one_blocks_the_other,
    what_the_server_has_written_and_one_too_many_is_not_pinned,
    messages_that_are_deleted_together_are_told_of_in_one_event,
    what_cannot_be_deleted_together_is_refused_and_stays,
}

async fn pins_are_listed_newest_first_by_both_paths_and_in_pages(world: World) {
    let scene = Scene::of(world).await;
    let mut said = Vec::new();
    for content in ["one", "two", "three"] {
        said.push(scene.says(content).await);
    }
    for place in [1, 0, 2] {
        scene.pins(&said[place]).await;
    }
    let page = scene.bob.get(&scene.path("/messages/pins")).await.ok();
    assert_eq!(pinned(&page), ["three", "one", "two"]);
    assert_eq!(page["has_more"], false);
    assert_eq!(contents(&scene.bob.get(&scene.path("/pins")).await.ok()), ["three", "one", "two"]);
    // All pins may have been made in one millisecond; no page misses one.
    let (mut found, mut query) = (Vec::new(), String::new());
    loop {
        let page = scene.bob.get(&scene.path(&format!("/messages/pins?limit=1{query}"))).await.ok();
        found.extend(pinned(&page));
        if page["has_more"] == false {
            break;
        }
        query = format!("&before={}", text(&page["items"][0]["pinned_at"]).replace("+00:00", "Z"));
    }
    assert_eq!(found, ["three", "one", "two"]);
    for wrong in ["limit=0", "limit=51", "before=yesterday"] {
        scene.bob.get(&scene.path(&format!("/messages/pins?{wrong}"))).await.refused(400, 50035);
    }
}

async fn a_pin_is_told_and_stands_in_the_channel_and_outlives_a_restart(world: World) {
    let mut scene = Scene::of(world).await;
    let message = scene.says("the rules").await;
    let mut socket = scene.bob.connects().await;
    scene.pins(&message).await;
    let update = socket.event("MESSAGE_UPDATE").await;
    assert_eq!((&update["id"], &update["pinned"], &update["edited_timestamp"]), (&json!(message), &json!(true), &Value::Null));
    let told = socket.event("CHANNEL_PINS_UPDATE").await;
    let at = told["last_pin_timestamp"].clone();
    assert_eq!(told, json!({"guild_id": scene.guild.id, "channel_id": scene.guild.channel, "last_pin_timestamp": at}));
    let note = socket.event("MESSAGE_CREATE").await;
    assert_eq!((&note["type"], &note["content"], &note["author"]["id"]), (&json!(6), &json!(""), &json!(scene.ann.id)));
    let reference = json!({"type": 0, "message_id": message, "channel_id": scene.guild.channel, "guild_id": scene.guild.id});
    assert_eq!(note["message_reference"], reference);
    assert!(note.get("referenced_message").is_none(), "{note}");
    // Once more is nothing new.
    scene.pins(&message).await;
    assert_eq!(contents(&scene.bob.get(&scene.path("/messages")).await.ok()).len(), 2);

    scene.world.restart().await;
    let (ann, bob) = (scene.ann.at(&scene.world), scene.bob.at(&scene.world));
    assert_eq!(bob.get(&scene.path("")).await.ok()["last_pin_timestamp"], at);
    assert_eq!(bob.get(&scene.path(&format!("/messages/{message}"))).await.ok()["pinned"], true);
    let mut socket = bob.connects().await;
    assert_eq!(ann.delete(&scene.path(&format!("/pins/{message}"))).await.status, 204);
    assert_eq!(socket.event("MESSAGE_UPDATE").await["pinned"], false);
    assert_eq!(socket.event("CHANNEL_PINS_UPDATE").await["last_pin_timestamp"], Value::Null);
    assert_eq!(bob.get(&scene.path("")).await.ok()["last_pin_timestamp"], Value::Null);
    assert_eq!(bob.get(&scene.path("/messages/pins")).await.ok(), json!({"items": [], "has_more": false}));
}

async fn a_pin_goes_with_its_message(world: World) {
    let scene = Scene::of(world).await;
    let (first, second) = (scene.says("one").await, scene.says("two").await);
    scene.pins(&first).await;
    let at = scene.bob.get(&scene.path("")).await.ok()["last_pin_timestamp"].clone();
    scene.pins(&second).await;
    assert_eq!(scene.ann.delete(&scene.path(&format!("/messages/{second}"))).await.status, 204);
    assert_eq!(pinned(&scene.bob.get(&scene.path("/messages/pins")).await.ok()), ["one"]);
    assert_eq!(scene.bob.get(&scene.path("")).await.ok()["last_pin_timestamp"], at);
    scene.ann.put(&scene.pin(&second), &Value::Null).await.refused(404, 10008);
}

async fn rights_decide_who_pins_and_who_sees_pins(world: World) {
    let scene = Scene::of(world).await;
    let message = scene.says("the rules").await;
    let pins = async || scene.bob.put(&scene.pin(&message), &Value::Null).await;
    pins().await.refused(403, 50013);
    scene.bob.delete(&scene.path(&format!("/pins/{message}"))).await.refused(403, 50013);
    scene.sets(PIN_MESSAGES, 0).await;
    assert_eq!(pins().await.status, 204);
    scene.sets(MANAGE_MESSAGES, 0).await;
    assert_eq!(pins().await.status, 204);
    scene.sets(PIN_MESSAGES | MANAGE_MESSAGES, READ_MESSAGE_HISTORY).await;
    pins().await.refused(404, 10008);
    assert_eq!(scene.bob.get(&scene.path("/messages/pins")).await.ok()["items"], json!([]));
    assert_eq!(scene.bob.get(&scene.path("/pins")).await.ok(), json!([]));
    let cyd = scene.world.person("cyd").await;
    cyd.get(&scene.path("/messages/pins")).await.refused(404, 10003);
    cyd.put(&scene.pin(&message), &Value::Null).await.refused(404, 10003);
}

async fn in_a_direct_message_both_pin_until_one_blocks_the_other(world: World) {
    let Scene { world: _world, ann, bob, .. } = Scene::of(world).await;
    let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
    let message = text(&ann.says(&dm, "tea?").await["id"]);
    let mut socket = ann.connects().await;
    assert_eq!(bob.put(&format!("/channels/{dm}/messages/pins/{message}"), &Value::Null).await.status, 204);
    let told = socket.event("CHANNEL_PINS_UPDATE").await;
    assert!(told.get("guild_id").is_none() && told["channel_id"] == dm.as_str(), "{told}");
    let shown = ann.get(&format!("/channels/{dm}")).await.ok();
    assert_eq!(shown["last_pin_timestamp"], told["last_pin_timestamp"]);
    assert_eq!(ann.put(&format!("/users/@me/blocks/{}", bob.id), &Value::Null).await.status, 204);
    bob.delete(&format!("/channels/{dm}/messages/pins/{message}")).await.refused(403, 50007);
    bob.post(&format!("/channels/{dm}/messages/bulk-delete"), &json!({"messages": [message, "1"]})).await.refused(403, 50003);
}

async fn what_the_server_has_written_and_one_too_many_is_not_pinned(world: World) {
    let scene = Scene::of(world).await;
    let message = scene.says("one").await;
    scene.pins(&message).await;
    let note = text(&scene.bob.get(&scene.path("/messages")).await.ok()[0]["id"]);
    scene.ann.put(&scene.pin(&note), &Value::Null).await.refused(403, 50021);
    assert_eq!(scene.ann.delete(&scene.path(&format!("/messages/{note}"))).await.status, 204);
    scene.ann.put(&scene.pin("1"), &Value::Null).await.refused(404, 10008);
    let mut said = Vec::new();
    for count in 2..=251 {
        said.push(scene.says(&count.to_string()).await);
    }
    for message in &said[..249] {
        scene.pins(message).await;
    }
    scene.ann.put(&scene.pin(&said[249]), &Value::Null).await.refused(400, 30003);
    scene.pins(&message).await;
}

async fn messages_that_are_deleted_together_are_told_of_in_one_event(world: World) {
    let scene = Scene::of(world).await;
    let mut said = Vec::new();
    for content in ["one", "two", &format!("<@{}> three", scene.bob.id), "four"] {
        said.push(scene.says(content).await);
    }
    scene.pins(&said[1]).await;
    let mut socket = scene.bob.connects().await;
    let together = [said[2].as_str(), said[0].as_str(), said[1].as_str(), "123456"];
    assert_eq!(scene.delete_together(&scene.ann, &together).await.status, 204);
    let event = socket.event("MESSAGE_DELETE_BULK").await;
    assert_eq!(event["ids"], json!(said[..3]));
    assert_eq!((&event["channel_id"], &event["guild_id"]), (&json!(scene.guild.channel), &json!(scene.guild.id)));
    assert_eq!(contents(&scene.bob.get(&scene.path("/messages")).await.ok()), ["", "four"]);
    assert_eq!(scene.bob.get(&scene.path("")).await.ok()["last_pin_timestamp"], Value::Null);
    scene.world.empties("SELECT count(*) FROM mentions").await;
}

async fn what_cannot_be_deleted_together_is_refused_and_stays(world: World) {
    let scene = Scene::of(world).await;
    let (first, second) = (scene.says("one").await, scene.says("two").await);
    let both = [first.as_str(), second.as_str()];
    scene.delete_together(&scene.bob, &both).await.refused(403, 50013);
    scene.delete_together(&scene.ann, &both[..1]).await.refused(400, 50016);
    scene.delete_together(&scene.ann, &[]).await.refused(400, 50016);
    let many: Vec<_> = (1..=101).map(|id: i32| id.to_string()).collect();
    scene.delete_together(&scene.ann, &many.iter().map(String::as_str).collect::<Vec<_>>()).await.refused(400, 50016);
    scene.delete_together(&scene.ann, &[&first, &first]).await.refused(400, 50035);
    // Old is what was sent long ago, whatever its id tells.
    scene.world.stores("UPDATE messages SET created_at = 1420070400000 WHERE content = 'one'").await;
    scene.delete_together(&scene.ann, &both).await.refused(400, 50034);
    assert_eq!(contents(&scene.bob.get(&scene.path("/messages")).await.ok()), ["two", "one"]);
    let cyd = scene.world.person("cyd").await;
    scene.delete_together(&cyd, &both).await.refused(404, 10003);
}
