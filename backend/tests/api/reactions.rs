//! Reactions to messages, over REST and the gateway.

use serde_json::{Value, json};

use crate::support::{Guild, Person, World, text};

const ADD_REACTIONS: u64 = 1 << 6;
const READ_MESSAGE_HISTORY: u64 = 1 << 16;
const THUMB: &str = "%F0%9F%91%8D";
const PARTY: &str = "%F0%9F%8E%89";
const HEART: &str = "%E2%9D%A4";

/// Ann owns a guild that Bob is in, and has said something there.
struct Scene {
    world: World,
    ann: Person,
    bob: Person,
    guild: Guild,
    message: String,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (ann, bob) = (world.person("ann").await, world.person("bob").await);
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob]).await;
        let message = text(&ann.says(&guild.channel, "tea?").await["id"]);
        Self { world, ann, bob, guild, message }
    }

    fn path(&self) -> String {
        format!("/channels/{}/messages/{}", self.guild.channel, self.message)
    }

    fn reactions(&self, rest: &str) -> String {
        format!("{}/reactions{rest}", self.path())
    }

    async fn reacts(&self, who: &Person, emoji: &str) {
        assert_eq!(who.put(&self.reactions(&format!("/{emoji}/@me")), &Value::Null).await.status, 204);
    }

    async fn takes(&self, from: &Person, right: u64) {
        let body = json!({"type": 1, "allow": "0", "deny": right.to_string()});
        self.ann.put(&format!("/channels/{}/permissions/{}", self.guild.channel, from.id), &body).await.ok();
    }

    /// Emoji, count and whether they reacted, as one reader is told by every way to the message.
    async fn seen_by(&self, who: &Person) -> Vec<(String, i64, bool)> {
        let messages = format!("/channels/{}/messages", self.guild.channel);
        let alone = shown(&who.get(&self.path()).await.ok());
        for page in ["", "?limit=7", "?after=0", &format!("?around={}", self.message)] {
            let page = who.get(&format!("{messages}{page}")).await.ok();
            let found = page.as_array().expect("a list").iter().find(|one| one["id"] == self.message.as_str()).expect("is there");
            assert_eq!(shown(found), alone);
        }
        alone
    }
}

fn shown(message: &Value) -> Vec<(String, i64, bool)> {
    let reactions = message["reactions"].as_array().expect("a list");
    reactions
        .iter()
        .map(|one| {
            assert_eq!(one["emoji"]["id"], Value::Null);
            assert_eq!(one["count_details"], json!({"burst": 0, "normal": one["count"]}));
            assert_eq!(
                (&one["burst_colors"], &one["me_burst"], &one["emoji"]["animated"]),
                (&json!([]), &json!(false), &json!(false))
            );
            (text(&one["emoji"]["name"]), one["count"].as_i64().expect("a number"), one["me"].as_bool().expect("yes or no"))
        })
        .collect()
}

fn seen(emoji: &str, count: i64, me: bool) -> (String, i64, bool) {
    (emoji.to_owned(), count, me)
}

on_both_databases! {
    each_reader_sees_how_many_reacted_and_whether_they_did,
    reactions_are_there_after_a_restart_and_in_replies_and_edits,
    a_reaction_counts_once_in_both_spellings_however_often_it_is_added,
    events_say_who_reacted_to_what,
    users_who_reacted_are_listed_by_id_in_pages,
    rights_decide_who_reacts_and_who_clears,
    what_is_no_emoji_or_one_too_many_is_refused,
    in_a_direct_message_both_react_until_one_blocks_the_other,
    reactions_of_a_deleted_message_are_deleted_with_it,
}

async fn each_reader_sees_how_many_reacted_and_whether_they_did(world: World) {
    let scene = Scene::of(world).await;
    let Scene { ann, bob, .. } = &scene;
    assert_eq!(scene.seen_by(ann).await, []);
    scene.reacts(ann, THUMB).await;
    scene.reacts(bob, THUMB).await;
    scene.reacts(bob, PARTY).await;
    assert_eq!(scene.seen_by(ann).await, [seen("👍", 2, true), seen("🎉", 1, false)]);
    assert_eq!(scene.seen_by(bob).await, [seen("👍", 2, true), seen("🎉", 1, true)]);
    assert_eq!(bob.delete(&scene.reactions(&format!("/{THUMB}/@me"))).await.status, 204);
    assert_eq!(scene.seen_by(ann).await, [seen("👍", 1, true), seen("🎉", 1, false)]);
    assert_eq!(scene.seen_by(bob).await, [seen("👍", 1, false), seen("🎉", 1, true)]);
}

async fn reactions_are_there_after_a_restart_and_in_replies_and_edits(world: World) {
    let mut scene = Scene::of(world).await;
    scene.reacts(&scene.ann, THUMB).await;
    scene.reacts(&scene.bob, THUMB).await;
    scene.world.restart().await;
    let (ann, bob) = (scene.ann.at(&scene.world), scene.bob.at(&scene.world));
    let messages = format!("/channels/{}/messages", scene.guild.channel);
    bob.post(&messages, &json!({"content": "yes", "message_reference": {"message_id": scene.message}})).await.ok();
    let page = bob.get(&messages).await.ok();
    assert_eq!(shown(&page[0]["referenced_message"]), [seen("👍", 2, true)]);
    let edited = ann.patch(&scene.path(), &json!({"content": "tea!"})).await.ok();
    assert_eq!(shown(&edited), [seen("👍", 2, true)]);
}

async fn a_reaction_counts_once_in_both_spellings_however_often_it_is_added(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.bob.connects().await;
    scene.reacts(&scene.ann, HEART).await;
    scene.reacts(&scene.ann, &format!("{HEART}%EF%B8%8F")).await;
    let path = scene.reactions(&format!("/{PARTY}/@me"));
    let all = futures_util::future::join_all((0..10).map(|_| scene.ann.put(&path, &Value::Null))).await;
    assert!(all.iter().all(|answer| [204, 429].contains(&answer.status.as_u16())));
    assert_eq!(scene.seen_by(&scene.ann).await, [seen("❤️", 1, true), seen("🎉", 1, true)]);
    scene.ann.says(&scene.guild.channel, "that is all").await;
    socket.event("MESSAGE_CREATE").await;
    let added = socket.seen.iter().filter(|(name, _)| name == "MESSAGE_REACTION_ADD").count();
    assert_eq!(added, 2, "what changes nothing is not published");
}

async fn events_say_who_reacted_to_what(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.bob.connects().await;
    scene.reacts(&scene.ann, THUMB).await;
    let added = socket.event("MESSAGE_REACTION_ADD").await;
    let expected = json!({
        "user_id": scene.ann.id, "channel_id": scene.guild.channel, "message_id": scene.message, "guild_id": scene.guild.id,
        "emoji": {"id": null, "name": "👍", "animated": false}, "burst": false, "burst_colors": [], "type": 0, "member": added["member"],
        "chatspace": {"count": 1},
    });
    assert_eq!(added, expected);
    assert_eq!(added["member"]["user"]["id"], scene.ann.id.as_str());
    scene.ann.delete(&scene.reactions(&format!("/{THUMB}/@me"))).await;
    let removed = socket.event("MESSAGE_REACTION_REMOVE").await;
    assert_eq!(removed["chatspace"], json!({"count": 0}));
    assert_eq!(
        (&removed["user_id"], &removed["emoji"]["name"], &removed["type"]),
        (&json!(scene.ann.id), &json!("👍"), &json!(0))
    );
    for emoji in [THUMB, PARTY] {
        scene.reacts(&scene.bob, emoji).await;
    }
    assert_eq!(scene.ann.delete(&scene.reactions(&format!("/{THUMB}"))).await.status, 204);
    assert_eq!(socket.event("MESSAGE_REACTION_REMOVE_EMOJI").await["emoji"]["name"], "👍");
    assert_eq!(scene.seen_by(&scene.bob).await, [seen("🎉", 1, true)]);
    assert_eq!(scene.ann.delete(&scene.reactions("")).await.status, 204);
    let cleared = socket.event("MESSAGE_REACTION_REMOVE_ALL").await;
    assert_eq!(cleared, json!({"channel_id": scene.guild.channel, "message_id": scene.message, "guild_id": scene.guild.id}));
    assert_eq!(scene.seen_by(&scene.bob).await, []);
}

async fn users_who_reacted_are_listed_by_id_in_pages(world: World) {
    let scene = Scene::of(world).await;
    for who in [&scene.ann, &scene.bob] {
        scene.reacts(who, THUMB).await;
    }
    let list = async |query: &str| {
        let users = scene.bob.get(&scene.reactions(&format!("/{THUMB}{query}"))).await.ok();
        users.as_array().expect("a list").iter().map(|user| text(&user["id"])).collect::<Vec<_>>()
    };
    let mut both = vec![scene.ann.id.clone(), scene.bob.id.clone()];
    both.sort_by_key(|id| id.parse::<i64>().expect("an id"));
    assert_eq!(list("").await, both);
    assert_eq!(list("?limit=1").await, both[..1]);
    assert_eq!(list(&format!("?after={}", both[0])).await, both[1..]);
    assert_eq!(list("?after=0&type=0").await, both);
    assert!(list("?type=1").await.is_empty(), "there are no burst reactions");
    for query in ["?limit=0", "?limit=101", "?type=2", "?after=-1"] {
        scene.bob.get(&scene.reactions(&format!("/{THUMB}{query}"))).await.refused(400, 50035);
    }
}

async fn rights_decide_who_reacts_and_who_clears(world: World) {
    let scene = Scene::of(world).await;
    let Scene { ann, bob, world, .. } = &scene;
    let me = |emoji: &str| scene.reactions(&format!("/{emoji}/@me"));
    scene.takes(bob, ADD_REACTIONS).await;
    bob.put(&me(THUMB), &Value::Null).await.refused(403, 50013);
    scene.reacts(ann, THUMB).await;
    scene.reacts(bob, THUMB).await;
    let theirs = scene.reactions(&format!("/{THUMB}/{}", ann.id));
    bob.delete(&theirs).await.refused(403, 50013);
    bob.delete(&scene.reactions(&format!("/{THUMB}"))).await.refused(403, 50013);
    bob.delete(&scene.reactions("")).await.refused(403, 50013);
    assert_eq!(ann.delete(&scene.reactions(&format!("/{THUMB}/{}", bob.id))).await.status, 204);
    assert_eq!(scene.seen_by(bob).await, [seen("👍", 1, false)]);
    // Without the history nobody learns whether there is such a message.
    scene.takes(bob, READ_MESSAGE_HISTORY).await;
    for path in [me(THUMB), format!("/channels/{}/messages/1/reactions/{THUMB}/@me", scene.guild.channel)] {
        bob.put(&path, &Value::Null).await.refused(403, 50013);
        bob.delete(&path).await.refused(403, 50013);
    }
    let stranger = world.person("cyd").await;
    stranger.put(&me(THUMB), &Value::Null).await.refused(404, 10003);
    stranger.get(&scene.reactions(&format!("/{THUMB}"))).await.refused(404, 10003);
    stranger.delete(&scene.reactions("")).await.refused(404, 10003);
}

async fn what_is_no_emoji_or_one_too_many_is_refused(world: World) {
    let scene = Scene::of(world).await;
    let me = |emoji: &str| scene.reactions(&format!("/{emoji}/@me"));
    for wrong in ["a", "%20", "%3Athumbsup%3A", "blob%3A77", &THUMB.repeat(2)] {
        scene.ann.put(&me(wrong), &Value::Null).await.refused(400, 10014);
    }
    scene
        .ann
        .put(&format!("/channels/{}/messages/1/reactions/{THUMB}/@me", scene.guild.channel), &Value::Null)
        .await
        .refused(404, 10008);
    for last in 0..20_u8 {
        // Clock faces and the fruit before them.
        scene.reacts(&scene.ann, &format!("%F0%9F%8D%{:02X}", 0x87 + last)).await;
    }
    scene.ann.put(&me(THUMB), &Value::Null).await.refused(400, 30010);
    scene.reacts(&scene.bob, "%F0%9F%8D%87").await;
    assert_eq!(scene.seen_by(&scene.bob).await.len(), 20);
}

async fn in_a_direct_message_both_react_until_one_blocks_the_other(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
    let message = text(&ann.says(&dm, "tea?").await["id"]);
    let mut socket = ann.connects().await;
    let path = format!("/channels/{dm}/messages/{message}/reactions");
    assert_eq!(bob.put(&format!("{path}/{THUMB}/@me"), &Value::Null).await.status, 204);
    let added = socket.event("MESSAGE_REACTION_ADD").await;
    assert!(added.get("guild_id").is_none() && added.get("member").is_none(), "{added}");
    ann.delete(&format!("{path}/{THUMB}/{}", bob.id)).await.refused(403, 50013);
    assert_eq!(ann.put(&format!("/users/@me/blocks/{}", bob.id), &Value::Null).await.status, 204);
    bob.put(&format!("{path}/{PARTY}/@me"), &Value::Null).await.refused(403, 50007);
}

async fn reactions_of_a_deleted_message_are_deleted_with_it(world: World) {
    let scene = Scene::of(world).await;
    scene.reacts(&scene.ann, THUMB).await;
    scene.reacts(&scene.bob, PARTY).await;
    assert_eq!(scene.world.counts("SELECT count(*) FROM reactions").await, 2);
    assert_eq!(scene.ann.delete(&scene.path()).await.status, 204);
    scene.ann.put(&scene.reactions(&format!("/{THUMB}/@me")), &Value::Null).await.refused(404, 10008);
    scene.world.empties("SELECT count(*) FROM reactions").await;
    scene.world.empties("SELECT count(*) FROM deletions").await;
}
