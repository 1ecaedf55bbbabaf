//! What leaves the server is cut for whoever gets it: what was said before they may read it, and channels that they may not view.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, Socket, World, text};

const VIEW_CHANNEL: u64 = 1 << 10;
const MANAGE_CHANNELS: u64 = 1 << 4;
const READ_MESSAGE_HISTORY: u64 = 1 << 16;

/// Ann owns a guild; Bob may not read what was said before he came to its channel, Cyd may.
struct Scene {
    world: World,
    ann: Person,
    bob: Person,
    cyd: Person,
    guild: Guild,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (ann, bob, cyd) = (world.person("ann").await, world.person("bob").await, world.person("cyd").await);
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob, &cyd]).await;
        let scene = Self { world, ann, bob, cyd, guild };
        scene.takes(&scene.guild.channel, &scene.bob, READ_MESSAGE_HISTORY).await;
        scene
    }

    /// Takes a right away from somebody in a channel.
    async fn takes(&self, channel: &str, from: &Person, right: u64) {
        self.sets(channel, &from.id, 1, (0, right)).await;
    }

    async fn sets(&self, channel: &str, target: &str, kind: u8, (allow, deny): (u64, u64)) {
        let body = json!({"type": kind, "allow": allow.to_string(), "deny": deny.to_string()});
        self.ann.put(&format!("/channels/{channel}/permissions/{target}"), &body).await.ok();
    }

    fn messages(&self) -> String {
        format!("/channels/{}/messages", self.guild.channel)
    }

    async fn replies(&self, who: &Person, to: &Value, words: &str) -> Value {
        let reply = json!({"content": words, "message_reference": {"message_id": to["id"]}});
        who.post(&self.messages(), &reply).await.ok()
    }

    /// Somebody comes back to a session that was left.
    async fn resumes(&self, who: &Person, (session, seq): (String, u64)) -> Socket {
        Socket::resumed(&self.world.address(), &who.token, &session, seq).await
    }
}

fn all(socket: &Socket) -> String {
    serde_json::to_string(&socket.seen.iter().map(|(_, told)| told).collect::<Vec<_>>()).expect("JSON")
}

/// Waits until the server has seen that a connection is gone.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

async fn result(socket: &mut Socket, op: u64, d: Value) -> Value {
    socket.sends(op, d).await;
    socket.op(210).await["d"].clone()
}

on_both_databases! {
    who_may_not_read_what_was_said_replies_to_nothing_and_learns_of_no_id,
    a_replied_message_is_shown_to_its_readers_only,
    a_right_that_was_lost_meanwhile_cuts_what_is_replayed,
    an_edit_of_an_old_message_is_published_to_its_readers_only,
    who_has_lost_the_right_still_changes_what_they_wrote_and_is_shown_no_more,
    a_system_channel_is_named_to_those_who_may_view_it,
    a_category_is_named_to_those_who_may_view_it,
    an_invite_names_its_channel_to_those_who_may_view_it,
}

async fn who_may_not_read_what_was_said_replies_to_nothing_and_learns_of_no_id(world: World) {
    let scene = Scene::of(world).await;
    let said = scene.ann.says(&scene.guild.channel, "an old secret").await;
    let mut socket = scene.bob.connects().await;
    let mut answers = Vec::new();
    for id in [&text(&said["id"]), &scene.guild.channel, "1"] {
        for more in [
            json!({}),
            json!({"fail_if_not_exists": false}),
            json!({"channel_id": scene.guild.channel, "type": 0}),
            json!({"channel_id": "1"}),
        ] {
            let mut reference = more;
            reference["message_id"] = json!(id);
            let reply = json!({"content": "what was it?", "message_reference": reference});
            answers.push(scene.bob.post(&scene.messages(), &reply).await.refused(400, 160_002));
            let mut reply = reply;
            reply["channel_id"] = json!(scene.guild.channel);
            let told = result(&mut socket, 200, reply).await;
            assert_eq!((&told["status"], &told["code"]), (&json!(400), &json!(160_002)));
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    for id in [text(&said["id"]), scene.guild.channel.clone()] {
        let path = format!("{}/{id}", scene.messages());
        scene.bob.get(&path).await.refused(404, 10008);
        scene.bob.patch(&path, &json!({"content": "mine"})).await.refused(404, 10008);
        scene.bob.delete(&path).await.refused(404, 10008);
    }
    let reply = scene.replies(&scene.cyd, &said, "I know").await;
    assert_eq!(reply["referenced_message"]["content"], "an old secret", "who may read it may reply");
    let unknown = json!({"content": "x", "message_reference": {"message_id": "1"}});
    scene.cyd.post(&scene.messages(), &unknown).await.refused(400, 50035);
}

async fn a_replied_message_is_shown_to_its_readers_only(world: World) {
    let scene = Scene::of(world).await;
    let said = scene.ann.says(&scene.guild.channel, "an old secret").await;
    let (mut bob, mut cyd) = (scene.bob.connects().await, scene.cyd.connects().await);
    let reply = scene.replies(&scene.ann, &said, "so much for that").await;
    let body = json!({"content": "and more", "nonce": "n1", "message_reference": {"message_id": reply["id"]}});
    let second = scene.ann.post(&scene.messages(), &body).await.ok();
    assert_eq!(second["referenced_message"]["content"], "so much for that");
    assert!(second["referenced_message"].get("referenced_message").is_none(), "one message deep: {second}");
    scene.ann.patch(&format!("{}/{}", scene.messages(), text(&reply["id"])), &json!({"content": "so much"})).await.ok();
    for event in ["MESSAGE_CREATE", "MESSAGE_UPDATE"] {
        let (whole, cut) = (cyd.event(event).await, bob.event(event).await);
        assert_eq!(whole["referenced_message"]["content"], "an old secret", "{event}");
        assert_eq!((&cut["content"], &cut["referenced_message"]), (&whole["content"], &Value::Null), "{event}");
        assert_eq!(cut["message_reference"], whole["message_reference"], "{event}");
    }
    bob.settles().await;
    assert!(!all(&bob).contains("secret"), "{}", all(&bob));
}

async fn a_right_that_was_lost_meanwhile_cuts_what_is_replayed(world: World) {
    let scene = Scene::of(world).await;
    let said = scene.ann.says(&scene.guild.channel, "an old secret").await;
    let left = scene.cyd.connects().await.drops();
    a_moment().await;
    scene.replies(&scene.ann, &said, "so much for that").await;
    scene.takes(&scene.guild.channel, &scene.cyd, READ_MESSAGE_HISTORY).await;
    let mut cyd = scene.resumes(&scene.cyd, left).await;
    let told = cyd.event("MESSAGE_CREATE").await;
    assert_eq!((&told["content"], &told["referenced_message"]), (&json!("so much for that"), &Value::Null));
    // Where everybody could read everything, no other form was made.
    let open = scene.ann.makes_channel(&scene.guild, "open").await;
    let said = scene.ann.says(&open, "another secret").await;
    let left = scene.bob.connects().await.drops();
    a_moment().await;
    let reply = json!({"content": "hm", "message_reference": {"message_id": said["id"]}});
    scene.ann.post(&format!("/channels/{open}/messages"), &reply).await.ok();
    scene.takes(&open, &scene.bob, READ_MESSAGE_HISTORY).await;
    let mut bob = scene.resumes(&scene.bob, left).await;
    assert_eq!(bob.op(9).await["d"], false);
    assert!(!all(&bob).contains("another secret"));
}

async fn an_edit_of_an_old_message_is_published_to_its_readers_only(world: World) {
    let scene = Scene::of(world).await;
    let path = |message: &Value| format!("{}/{}", scene.messages(), text(&message["id"]));
    let old = scene.ann.says(&scene.guild.channel, "an old secret").await;
    let (mut bob, mut cyd) = (scene.bob.connects().await, scene.cyd.connects().await);
    scene.ann.patch(&path(&old), &json!({"flags": 4})).await.ok();
    let new = scene.ann.says(&scene.guild.channel, "helo").await;
    scene.ann.patch(&path(&new), &json!({"content": "hello"})).await.ok();
    assert_eq!(bob.event("MESSAGE_UPDATE").await["content"], "hello", "he has heard this one");
    assert_eq!(cyd.event("MESSAGE_UPDATE").await["content"], "an old secret");
    bob.settles().await;
    assert!(!all(&bob).contains("secret"));
    scene.ann.delete(&path(&old)).await;
    assert_eq!(bob.event("MESSAGE_DELETE").await["id"], old["id"]);
}

async fn who_has_lost_the_right_still_changes_what_they_wrote_and_is_shown_no_more(world: World) {
    let scene = Scene::of(world).await;
    let said = scene.ann.says(&scene.guild.channel, "a secret").await;
    let mut socket = scene.cyd.connects().await;
    let send = json!({"channel_id": scene.guild.channel, "nonce": "n1", "content": "I see", "message_reference": {"message_id": said["id"]}});
    let sent = result(&mut socket, 200, send.clone()).await;
    assert_eq!(sent["data"]["referenced_message"]["content"], "a secret");
    scene.takes(&scene.guild.channel, &scene.cyd, READ_MESSAGE_HISTORY).await;
    let own = format!("{}/{}", scene.messages(), text(&sent["data"]["id"]));
    let edited = scene.cyd.patch(&own, &json!({"content": "I saw"})).await.ok();
    assert_eq!((&edited["content"], &edited["referenced_message"]), (&json!("I saw"), &Value::Null));
    let edit =
        json!({"channel_id": scene.guild.channel, "message_id": sent["data"]["id"], "nonce": "n2", "content": "I see now"});
    let edited = result(&mut socket, 201, edit).await;
    assert_eq!((&edited["data"]["content"], &edited["data"]["referenced_message"]), (&json!("I see now"), &Value::Null));
    let again = result(&mut socket, 200, send).await;
    assert_eq!(
        (&again["data"]["id"], &again["data"]["referenced_message"]),
        (&sent["data"]["id"], &Value::Null),
        "nor by its nonce"
    );
    assert_eq!(scene.ann.get(&own).await.ok()["referenced_message"]["content"], "a secret");
    assert_eq!(scene.cyd.delete(&own).await.status, 204);
}

async fn a_system_channel_is_named_to_those_who_may_view_it(world: World) {
    let scene = Scene::of(world).await;
    let path = format!("/guilds/{}", scene.guild.id);
    let (mut bob, mut cyd) = (scene.bob.connects().await, scene.cyd.connects().await);
    scene.takes(&scene.guild.channel, &scene.bob, VIEW_CHANNEL).await;
    assert_eq!(bob.event("GUILD_UPDATE").await["system_channel_id"], Value::Null, "it is gone for him");
    scene.ann.patch(&path, &json!({"name": "Tea and friends"})).await.ok();
    assert_eq!(bob.event("GUILD_UPDATE").await["system_channel_id"], Value::Null);
    assert_eq!(cyd.event("GUILD_UPDATE").await["system_channel_id"], scene.guild.channel.as_str());
    assert_eq!(scene.bob.get(&path).await.ok()["system_channel_id"], Value::Null);
    assert_eq!(scene.cyd.get(&path).await.ok()["system_channel_id"], scene.guild.channel.as_str());
    let late = scene.bob.connects().await;
    assert!(!all(&late).contains(&format!("\"{}\"", scene.guild.channel)), "{}", all(&late));
    scene.sets(&scene.guild.channel, &scene.bob.id, 1, (VIEW_CHANNEL, 0)).await;
    assert_eq!(bob.event("GUILD_UPDATE").await["system_channel_id"], scene.guild.channel.as_str(), "and here again");
}

async fn a_category_is_named_to_those_who_may_view_it(world: World) {
    let scene = Scene::of(world).await;
    let list = format!("/guilds/{}/channels", scene.guild.id);
    let category = text(&scene.ann.post(&list, &json!({"name": "Plans", "type": 4})).await.ok()["id"]);
    let child = text(&scene.ann.post(&list, &json!({"name": "open", "parent_id": category})).await.ok()["id"]);
    let (mut bob, mut cyd) = (scene.bob.connects().await, scene.cyd.connects().await);
    scene.takes(&category, &scene.bob, VIEW_CHANNEL).await;
    assert_eq!(bob.event("CHANNEL_UPDATE").await["parent_id"], Value::Null);
    scene.ann.patch(&format!("/channels/{child}"), &json!({"topic": "tea"})).await.ok();
    let told = bob.event("CHANNEL_UPDATE").await;
    assert_eq!((&told["topic"], &told["parent_id"]), (&json!("tea"), &Value::Null));
    while cyd.event("CHANNEL_UPDATE").await["topic"] != "tea" {}
    assert_eq!(cyd.seen.last().expect("an event").1["parent_id"], category.as_str());
    for (who, parent) in [(&scene.bob, Value::Null), (&scene.cyd, json!(category))] {
        assert_eq!(who.get(&format!("/channels/{child}")).await.ok()["parent_id"], parent);
        let channels = who.get(&list).await.ok();
        let found = channels.as_array().expect("a list").iter().find(|channel| channel["id"] == child.as_str()).cloned();
        assert_eq!(found.expect("is seen")["parent_id"], parent);
    }
    assert!(!all(&scene.bob.connects().await).contains(&category));
    scene.sets(&category, &scene.bob.id, 1, (VIEW_CHANNEL, 0)).await;
    assert_eq!(bob.event("CHANNEL_UPDATE").await["parent_id"], category.as_str(), "it came in his sight");
}

async fn an_invite_names_its_channel_to_those_who_may_view_it(world: World) {
    let scene = Scene::of(world).await;
    let plans = scene.ann.makes_channel(&scene.guild, "plans").await;
    let invite = scene.ann.post(&format!("/channels/{plans}/invites"), &json!({"max_age": 0})).await.ok();
    let path = format!("/invites/{}", text(&invite["code"]));
    let stranger = scene.world.stranger();
    assert_eq!(stranger.get(&path).await.ok()["channel"]["name"], "plans", "everybody in the guild sees it");
    scene.sets(&plans, &scene.guild.id, 0, (0, VIEW_CHANNEL)).await;
    for who in [&stranger, &scene.bob] {
        assert_eq!(who.get(&path).await.ok()["channel"], Value::Null);
    }
    assert_eq!(scene.ann.get(&path).await.ok()["channel"]["id"], plans.as_str());
    let dan = scene.world.person("dan").await;
    assert_eq!(dan.post(&path, &json!({})).await.ok()["channel"], Value::Null, "nor to whom it lets in");
    // To know of its code one must view its channel, too.
    let mut bob = scene.bob.connects().await;
    scene.sets(&scene.guild.channel, &scene.bob.id, 1, (MANAGE_CHANNELS, 0)).await;
    scene.ann.post(&format!("/channels/{plans}/invites"), &json!({"unique": true})).await.ok();
    scene.ann.post(&format!("/channels/{}/invites", scene.guild.channel), &json!({"unique": true})).await.ok();
    assert_eq!(bob.event("INVITE_CREATE").await["channel_id"], scene.guild.channel.as_str());
}
