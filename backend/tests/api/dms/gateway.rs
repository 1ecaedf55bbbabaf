//! Conversations over the WebSocket, and what a session is shown again.

use serde_json::{Value, json};

use super::{DELETE, Scene, UPDATE, heard, ids, news, opens};
use crate::support::{Person, Socket, World, text};

async fn result(socket: &mut Socket, op: u64, d: Value) -> Value {
    socket.sends(op, d).await;
    socket.op(210).await["d"].clone()
}

fn contents(socket: &Socket) -> Vec<String> {
    socket.seen.iter().filter(|(name, _)| name == "MESSAGE_CREATE").map(|(_, message)| text(&message["content"])).collect()
}

async fn resumes(scene: &Scene, person: &Person, (session, seq): &(String, u64)) -> Socket {
    Socket::resumed(&scene.world.address(), &person.token, session, *seq).await
}

on_both_databases! {
    two_users_exchange_messages_over_the_websocket_alone,
    a_block_silences_the_websocket_too,
    who_left_a_group_is_shown_nothing_more_of_it,
    ready_with_a_group_dm_that_was_left_is_not_replayed,
}

async fn two_users_exchange_messages_over_the_websocket_alone(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    let (mut anns, mut bobs, mut cyds) = (scene.ann.connects().await, scene.bob.connects().await, scene.cyd.connects().await);
    let sent = result(&mut anns, 200, json!({"nonce": "n1", "channel_id": dm, "content": "helo"})).await;
    assert_eq!((&sent["ok"], &sent["data"]["content"]), (&json!(true), &json!("helo")));
    bobs.event(UPDATE).await;
    let told = bobs.event("MESSAGE_CREATE").await;
    assert_eq!((&told["id"], told.get("guild_id"), told.get("nonce")), (&sent["data"]["id"], None, None));
    let id = text(&told["id"]);
    bobs.sends(203, json!({"channel_id": dm})).await;
    let typing = anns.event("TYPING_START").await;
    assert_eq!((&typing["channel_id"], &typing["user_id"]), (&json!(dm), &json!(scene.bob.id)));
    assert!(typing.get("guild_id").is_none() && typing.get("member").is_none(), "{typing}");
    let edit = json!({"nonce": "n2", "channel_id": dm, "message_id": id, "content": "hello"});
    assert_eq!(result(&mut anns, 201, edit).await["data"]["content"], "hello");
    assert_eq!(bobs.event("MESSAGE_UPDATE").await["content"], "hello");
    let answer = result(&mut bobs, 200, json!({"nonce": "n3", "channel_id": dm, "content": "hi"})).await;
    assert_eq!(answer["ok"], true);
    assert_eq!(result(&mut anns, 202, json!({"nonce": "n4", "channel_id": dm, "message_id": id})).await["ok"], true);
    assert_eq!(bobs.event("MESSAGE_DELETE").await["id"], id.as_str());
    for op in [200, 201, 202] {
        let refused = result(&mut cyds, op, json!({"nonce": "n", "channel_id": dm, "message_id": id, "content": "x"})).await;
        assert_eq!((&refused["status"], &refused["code"]), (&json!(404), &json!(10003)), "{op}");
    }
    cyds.sends(203, json!({"channel_id": dm})).await;
    assert_eq!(news(&mut cyds).await, Vec::<String>::new());
    assert_eq!(heard(&mut bobs, "TYPING").await, []);
    assert_eq!(scene.bob.reads(&dm).await, ["hi"]);
}

async fn a_block_silences_the_websocket_too(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    let (mut anns, mut bobs) = (scene.ann.connects().await, scene.bob.connects().await);
    anns.sends(203, json!({"channel_id": dm})).await;
    bobs.event("TYPING_START").await;
    scene.bob.put(&format!("/users/@me/blocks/{}", scene.ann.id), &json!({})).await.ok();
    anns.sends(203, json!({"channel_id": dm})).await;
    let refused = result(&mut anns, 200, json!({"nonce": "n", "channel_id": dm, "content": "x"})).await;
    assert_eq!((&refused["status"], &refused["code"]), (&json!(403), &json!(50007)));
    bobs.sends(203, json!({"channel_id": dm})).await;
    bobs.settles().await;
    assert_eq!(heard(&mut anns, "TYPING").await, []);
    assert_eq!(heard(&mut bobs, "TYPING").await.len(), 1);
}

async fn who_left_a_group_is_shown_nothing_more_of_it(world: World) {
    let scene = Scene::of(world).await;
    let group = scene.group().await;
    let (mut bobs, mut cyds) = (scene.bob.connects().await, scene.cyd.connects().await);
    bobs.settles().await;
    cyds.settles().await;
    let (bob, cyd) = (bobs.drops(), cyds.drops());
    scene.ann.says(&group, "while bob was in").await;
    scene.ann.patch(&format!("/channels/{group}"), &json!({"name": "Secret"})).await.ok();
    scene.ann.delete(&format!("/channels/{group}/recipients/{}", scene.bob.id)).await.ok();
    scene.ann.says(&group, "after he was taken out").await;
    scene.ann.says(&scene.guild.channel, "in the guild").await;
    let mut bobs = resumes(&scene, &scene.bob, &bob).await;
    bobs.event("RESUMED").await;
    assert_eq!(contents(&bobs), ["in the guild"]);
    let of_group: Vec<_> = bobs.seen.iter().filter(|(name, _)| name.starts_with("CHATSPACE_")).cloned().collect();
    assert_eq!(of_group, [(DELETE.to_owned(), json!({"id": group}))]);
    assert!(!format!("{:?}", bobs.seen).contains("Secret"));
    let mut cyds = resumes(&scene, &scene.cyd, &cyd).await;
    cyds.event("RESUMED").await;
    let words = ["while bob was in", "Secret", "", "after he was taken out", "in the guild"];
    assert_eq!(contents(&cyds), words, "who is in it misses nothing");
}

async fn ready_with_a_group_dm_that_was_left_is_not_replayed(world: World) {
    let scene = Scene::of(world).await;
    let group = scene.group().await;
    let identify = |person: &Person| json!({"token": person.token, "chatspace": {"v": 1}});
    let mut sessions = Vec::new();
    for person in [&scene.bob, &scene.cyd] {
        let mut socket = Socket::open(&scene.world.address()).await;
        socket.sends(2, identify(person)).await;
        let ready = socket.event("READY").await;
        assert_eq!(ids(&ready["private_channels"]), [group.as_str()]);
        sessions.push((text(&ready["session_id"]), 0));
    }
    scene.bob.delete(&format!("/channels/{group}")).await.ok();
    assert_eq!(resumes(&scene, &scene.bob, &sessions[0]).await.op(9).await["d"], false);
    let mut cyds = resumes(&scene, &scene.cyd, &sessions[1]).await;
    assert_eq!(ids(&cyds.event("READY").await["private_channels"]), [group.as_str()], "who is still in it is");
}
