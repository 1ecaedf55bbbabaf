//! Messages and typing over the gateway.

use serde_json::{Value, json};

use super::{Scene, contents};
use crate::support::{Socket, World, text};

async fn result(socket: &mut Socket, op: u64, d: Value) -> Value {
    socket.sends(op, d).await;
    socket.op(210).await["d"].clone()
}

#[actix_web::test]
async fn a_rate_limit_is_a_result_and_shared_with_rest() {
    let scene = Scene::with(&[("RATE_LIMITS", "default")]).await;
    let mut ann = scene.ann.connects().await;
    let channel = &scene.guild.channel;
    scene.ann.says(channel, "over REST").await;
    for n in 0..4 {
        let sent = result(&mut ann, 200, json!({"nonce": n, "channel_id": channel, "content": "x"})).await;
        assert_eq!(sent["ok"], true, "{sent}");
    }
    let refused = result(&mut ann, 200, json!({"nonce": "n", "channel_id": channel, "content": "x"})).await;
    assert_eq!((&refused["ok"], &refused["status"]), (&json!(false), &json!(429)));
    assert!(refused["retry_after"].as_f64().is_some_and(|seconds| seconds > 0.0));
    let path = format!("/channels/{channel}/messages");
    scene.ann.post(&path, &json!({"content": "x"})).await.refused(429, 0);
    let encoded = format!("%3{}{}", &channel[..1], &channel[1..]);
    for path in [
        format!("/channels/00{channel}/messages"),
        format!("/channels/{encoded}/messages"),
        format!("/channels/{channel}/m%65ssages"),
    ] {
        scene.ann.post(&path, &json!({"content": "x"})).await.refused(429, 0);
    }
    let more = scene.ann.makes_channel(&scene.guild, "more").await;
    scene.ann.says(&more, "another channel has a bucket of its own").await;
}

on_both_databases! {
    a_message_is_sent_edited_and_deleted,
    errors_are_the_same_as_over_rest,
    what_cannot_be_understood_is_answered_and_ends_nothing,
    many_sends_keep_their_order,
    others_see_who_types,
    a_client_that_did_not_ask_for_our_opcodes_never_meets_them,
}

async fn a_message_is_sent_edited_and_deleted(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    let mut bob = scene.bob.connects().await;
    let channel = &scene.guild.channel;
    let sent = result(&mut ann, 200, json!({"nonce": "n1", "channel_id": channel, "content": "helo"})).await;
    assert_eq!((&sent["ok"], &sent["op"], &sent["nonce"]), (&json!(true), &json!(200), &json!("n1")));
    assert_eq!((&sent["data"]["content"], &sent["data"]["nonce"]), (&json!("helo"), &json!("n1")));
    let own = ann.event("MESSAGE_CREATE").await;
    assert_eq!((&own["id"], &own["nonce"]), (&sent["data"]["id"], &json!("n1")));
    let others = bob.event("MESSAGE_CREATE").await;
    assert_eq!((&others["id"], others.get("nonce")), (&sent["data"]["id"], None), "only the author gets the nonce");
    let again = result(&mut ann, 200, json!({"nonce": "n1", "channel_id": channel, "content": "helo"})).await;
    assert_eq!(again["data"]["id"], sent["data"]["id"]);
    let id = text(&sent["data"]["id"]);
    let edit = json!({"nonce": 2, "channel_id": channel, "message_id": id, "content": "hello"});
    let edited = result(&mut ann, 201, edit).await;
    assert_eq!((&edited["data"]["content"], &edited["nonce"]), (&json!("hello"), &json!("2")));
    assert_eq!(bob.event("MESSAGE_UPDATE").await["content"], "hello");
    let deleted = result(&mut ann, 202, json!({"nonce": "n3", "channel_id": channel, "message_id": id})).await;
    assert_eq!(deleted, json!({"nonce": "n3", "op": 202, "ok": true, "data": null}));
    assert_eq!(bob.event("MESSAGE_DELETE").await["id"], id.as_str());
    bob.settles().await;
    assert_eq!(contents(&bob).len(), 1, "a repeated nonce is told once");
}

async fn errors_are_the_same_as_over_rest(world: World) {
    let scene = Scene::of(world).await;
    let cyd = scene.world.person("cyd").await;
    let mut bob = scene.bob.connects().await;
    let mut stranger = cyd.connects().await;
    let channel = &scene.guild.channel;
    let message = text(&scene.ann.says(channel, "mine").await["id"]);
    let refused = result(&mut stranger, 200, json!({"nonce": "n", "channel_id": channel, "content": "x"})).await;
    assert_eq!((&refused["ok"], &refused["status"], &refused["code"]), (&json!(false), &json!(404), &json!(10003)));
    let refused =
        result(&mut bob, 201, json!({"nonce": "n", "channel_id": channel, "message_id": message, "content": "x"})).await;
    assert_eq!((&refused["status"], &refused["code"]), (&json!(403), &json!(50005)));
    let refused = result(&mut bob, 202, json!({"nonce": "n", "channel_id": channel, "message_id": message})).await;
    assert_eq!((&refused["status"], &refused["code"]), (&json!(403), &json!(50013)));
    let refused = result(&mut bob, 200, json!({"nonce": "n", "channel_id": channel, "content": ""})).await;
    assert_eq!((&refused["status"], &refused["code"]), (&json!(400), &json!(50006)));
    let refused = result(&mut bob, 200, json!({"nonce": "n", "content": "x"})).await;
    assert_eq!(refused["errors"]["channel_id"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    let refused = result(&mut bob, 202, json!({"nonce": "n", "channel_id": channel})).await;
    assert_eq!(refused["errors"]["message_id"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
}

async fn what_cannot_be_understood_is_answered_and_ends_nothing(world: World) {
    let scene = Scene::of(world).await;
    let (guild, channel) = (&scene.guild.id, &scene.guild.channel);
    let mut bob = scene.bob.connects().await;
    for (d, found) in [
        (format!(r#"{{"guild_id":"{guild}","query":"\ud83d","limit":5,"nonce":"q"}}"#), 0),
        (format!(r#"{{"guild_id":"{guild}","user_ids":[],"nonce":"q"}}"#), 0),
        (format!(r#"{{"guild_id":"{guild}","user_ids":[],"query":"","limit":0,"nonce":"q"}}"#), 0),
        (format!(r#"{{"guild_id":"{guild}","user_ids":["tea",{{}}],"nonce":"q"}}"#), 0),
        (format!(r#"{{"guild_id":"{guild}","query":{{"$gt":""}},"limit":0,"nonce":"q"}}"#), 0),
        (format!(r#"{{"guild_id":"{guild}","query":"","limit":"many","presences":7,"nonce":"q"}}"#), 2),
    ] {
        bob.sends_text(&format!(r#"{{"op":8,"d":{d}}}"#)).await;
        let told = bob.event("GUILD_MEMBERS_CHUNK").await;
        assert_eq!(told["members"].as_array().map(Vec::len), Some(found), "{d}");
        assert_eq!((&told["not_found"], &told["nonce"], &told["chunk_count"]), (&json!([]), &json!("q"), &json!(1)), "{d}");
    }
    let half = format!(r#"{{"nonce":"n","channel_id":"{channel}","content":"\ud83d"}}"#);
    let odd = ["null".to_owned(), "7".to_owned(), "[]".to_owned(), r#"{"nonce":"n","channel_id":"tea"}"#.to_owned(), half];
    for op in [200, 201, 202, 203, 204, 205, 206] {
        for d in &odd {
            // One without a nonce need not be answered, and half a text is none of what these ask for.
            if (op == 204 && !d.contains("nonce")) || (op >= 202 && op != 205 && d.contains("ud83d")) {
                continue;
            }
            let d = if op == 206 { d.replace('}', r#","ranges":[[0,1]]}"#) } else { d.clone() };
            bob.sends_text(&format!(r#"{{"op":{op},"d":{d}}}"#)).await;
            if op == 206 && !d.contains("ranges") {
                continue;
            }
            let told = bob.op(210).await["d"].clone();
            assert_eq!((&told["op"], &told["ok"], &told["status"]), (&json!(op), &json!(false), &json!(400)), "{op} {d}");
        }
    }
    bob.sends_text(r#"{"op":8}"#).await;
    bob.sends_text(r#"{"op":8,"d":{"guild_id":"1","query":"","limit":0}}"#).await;
    let sent = result(&mut bob, 200, json!({"nonce": "n", "channel_id": channel, "content": "still here"})).await;
    assert_eq!(sent["ok"], true);
    bob.sends_text("{").await;
    assert_eq!(bob.closed().await, 4002, "only what is no frame ends it");
}

async fn many_sends_keep_their_order(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    let more = scene.ann.makes_channel(&scene.guild, "more").await;
    let mut bob = scene.bob.connects().await;
    for n in 0..15 {
        for channel in [&scene.guild.channel, &more] {
            ann.sends(200, json!({"nonce": format!("{n}{channel}"), "channel_id": channel, "content": n.to_string()})).await;
        }
    }
    for _ in 0..30 {
        assert_eq!(ann.op(210).await["d"]["ok"], true);
    }
    bob.settles().await;
    for channel in [&scene.guild.channel, &more] {
        let said = bob.seen.iter().filter(|(name, told)| name == "MESSAGE_CREATE" && told["channel_id"] == **channel);
        let said: Vec<_> = said.map(|(_, message)| text(&message["content"])).collect();
        assert_eq!(said, (0..15).map(|n| n.to_string()).collect::<Vec<_>>());
    }
}

async fn others_see_who_types(world: World) {
    let scene = Scene::of(world).await;
    let cyd = scene.world.person("cyd").await;
    let mut ann = scene.ann.connects().await;
    let mut bob = scene.bob.connects().await;
    let mut stranger = cyd.connects().await;
    stranger.sends(203, json!({"channel_id": scene.guild.channel})).await;
    stranger.settles().await;
    bob.sends(203, json!({"channel_id": scene.guild.channel})).await;
    let told = ann.event("TYPING_START").await;
    assert_eq!((&told["user_id"], &told["channel_id"]), (&json!(scene.bob.id), &json!(scene.guild.channel)));
    assert_eq!((&told["guild_id"], &told["member"]["user"]["id"]), (&json!(scene.guild.id), &json!(scene.bob.id)));
    assert!(told["timestamp"].is_i64());
    scene.ann.post(&format!("/channels/{}/typing", scene.guild.channel), &json!({})).await.ok();
    assert_eq!(bob.event("TYPING_START").await["user_id"], scene.ann.id.as_str());
    cyd.post(&format!("/channels/{}/typing", scene.guild.channel), &json!({})).await.refused(404, 10003);
    ann.settles().await;
    let types = ann.seen.iter().filter(|(name, _)| name == "TYPING_START").count();
    assert_eq!(types, 1, "one who types is not told of it");
}

async fn a_client_that_did_not_ask_for_our_opcodes_never_meets_them(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = Socket::identified_as(&scene.world.address(), json!({"token": scene.ann.token, "intents": 513})).await;
    socket.sends(200, json!({"nonce": "n", "channel_id": scene.guild.channel, "content": "x"})).await;
    assert_eq!(socket.closed().await, 4001);
}
