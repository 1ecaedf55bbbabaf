//! Who is online, and who is in a guild.

use std::time::Duration;

use serde_json::{Value, json};

use super::Scene;
use crate::support::{Person, Socket, World, text};

async fn status_of(socket: &mut Socket, person: &Person) -> String {
    loop {
        let told = socket.event("PRESENCE_UPDATE").await;
        if told["user"] == json!({"id": person.id}) {
            return text(&told["status"]);
        }
    }
}

async fn members(socket: &mut Socket, ask: Value) -> Value {
    socket.sends(8, ask).await;
    socket.event("GUILD_MEMBERS_CHUNK").await
}

fn names(part: &Value) -> Vec<String> {
    part["members"].as_array().expect("a list").iter().map(|member| text(&member["user"]["username"])).collect()
}

on_both_databases! {
    others_see_who_comes_goes_and_hides,
    a_short_absence_is_not_seen,
    a_user_who_connects_invisible_is_not_in_ready,
    members_are_asked_for_in_many_ways,
    strangers_learn_nothing_of_members,
}

async fn others_see_who_comes_goes_and_hides(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    let mut bob = scene.bob.connects().await;
    assert_eq!(status_of(&mut ann, &scene.bob).await, "online");
    bob.sends(3, json!({"status": "idle", "since": null, "activities": [], "afk": false})).await;
    assert_eq!(status_of(&mut ann, &scene.bob).await, "idle");
    bob.sends(3, json!({"status": ""})).await;
    bob.sends(3, json!({"status": "invisible"})).await;
    assert_eq!(status_of(&mut ann, &scene.bob).await, "offline");
    bob.sends(3, json!({"status": "dnd"})).await;
    assert_eq!(status_of(&mut ann, &scene.bob).await, "dnd");
    bob.drops();
    tokio::time::sleep(Duration::from_millis(300)).await;
    scene.passes(Duration::from_secs(16)).await;
    assert_eq!(status_of(&mut ann, &scene.bob).await, "offline");
}

async fn a_short_absence_is_not_seen(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    let bob = scene.bob.connects().await;
    status_of(&mut ann, &scene.bob).await;
    let (session, seq) = bob.drops();
    tokio::time::sleep(Duration::from_millis(300)).await;
    scene.passes(Duration::from_secs(10)).await;
    let mut bob = scene.resumes(&scene.bob, &session, seq).await;
    bob.event("RESUMED").await;
    scene.passes(Duration::from_secs(10)).await;
    let before = ann.seen.len();
    assert_eq!(ann.names_since(before).await, Vec::<String>::new());
}

async fn a_user_who_connects_invisible_is_not_in_ready(world: World) {
    let scene = Scene::of(world).await;
    let address = scene.world.address();
    let hidden = json!({"token": scene.bob.token, "presence": {"status": "invisible"}});
    let _bob = Socket::identified_as(&address, hidden).await;
    let ann = scene.ann.connects().await;
    let (_, guild) = ann.seen.iter().find(|(name, _)| name == "GUILD_CREATE").expect("the guild is told");
    let shown: Vec<&str> =
        guild["presences"].as_array().expect("a list").iter().filter_map(|one| one["user"]["id"].as_str()).collect();
    assert!(!shown.contains(&scene.bob.id.as_str()), "{shown:?}");
}

async fn members_are_asked_for_in_many_ways(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.bob.connects().await;
    let guild = &scene.guild.id;
    let all = members(&mut socket, json!({"guild_id": guild, "query": "", "limit": 0, "presences": true, "nonce": "n1"})).await;
    assert_eq!((names(&all), &all["nonce"]), (vec!["ann".to_owned(), "bob".to_owned()], &json!("n1")));
    assert_eq!((&all["chunk_index"], &all["chunk_count"], &all["not_found"]), (&json!(0), &json!(1), &json!([])));
    assert_eq!(all["presences"][0]["user"], json!({"id": scene.bob.id}));
    let named = members(&mut socket, json!({"guild_id": guild, "query": "AN", "limit": 5})).await;
    assert_eq!(names(&named), ["ann"]);
    assert!(named.get("presences").is_none() && named.get("nonce").is_none());
    let ids = json!({"guild_id": guild.parse::<u64>().expect("a number"), "user_ids": [scene.ann.id, "77"]});
    let by_id = members(&mut socket, ids).await;
    assert_eq!((names(&by_id), &by_id["not_found"]), (vec!["ann".to_owned()], &json!(["77"])));
    let nobody = members(&mut socket, json!({"guild_id": guild, "query": "zz", "limit": 1})).await;
    assert_eq!((names(&nobody), &nobody["chunk_count"]), (Vec::new(), &json!(1)));
}

async fn strangers_learn_nothing_of_members(world: World) {
    let scene = Scene::of(world).await;
    let cyd = scene.world.person("cyd").await;
    let mut socket = cyd.connects().await;
    let before = socket.seen.len();
    socket.sends(8, json!({"guild_id": scene.guild.id, "query": "", "limit": 0, "nonce": "n1"})).await;
    assert_eq!(socket.names_since(before).await, Vec::<String>::new());
}
