//! Groups: made, joined, left, named.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{DELETE, Scene, UPDATE, asks_for, ids, list_of, news, opens, tries_to_say};
use crate::{
    images::{
        data_uri, fetches,
        files::{encoded, glass, png},
        uploads,
    },
    support::{Person, Socket, World, text},
};

async fn adds(by: &Person, group: &str, who: &Person) -> u16 {
    by.put(&format!("/channels/{group}/recipients/{}", who.id), &json!({})).await.status.as_u16()
}

/// The next message of the server's own: its kind, its author and whom it is about.
async fn noted(socket: &mut Socket) -> (i64, String, Vec<String>) {
    let told = socket.event("MESSAGE_CREATE").await;
    (told["type"].as_i64().expect("a number"), text(&told["author"]["id"]), ids(&told["mentions"]))
}

/// People of the guild, beside the three of the scene.
async fn more(scene: &Scene, count: usize) -> Vec<Person> {
    let people = join_all((0..count).map(|n| async move { scene.world.person(&format!("friend{n}")).await })).await;
    scene.ann.lets_in(&scene.guild, &people.iter().collect::<Vec<_>>()).await;
    people
}

on_both_databases! {
    a_group_is_shown_to_all_at_once,
    one_brings_in_whom_one_knows,
    there_are_ten_in_a_group_and_no_more_however_many_come_at_once,
    the_owner_takes_people_out_and_others_only_themselves,
    who_leaves_hands_over_to_the_earliest_and_the_last_one_ends_it,
    anybody_in_it_names_a_group_and_the_change_stands_in_it,
    a_group_has_an_icon,
    bots_have_dms_with_one_user_and_no_group_dms,
}

async fn a_group_is_shown_to_all_at_once(world: World) {
    let mut scene = Scene::of(world).await;
    let mut bobs = scene.bob.connects().await;
    let made = asks_for(&scene.ann, &[&scene.bob, &scene.cyd]).await.ok();
    let mut others = ids(&made["recipients"]);
    others.sort();
    assert_eq!(others, [scene.bob.id.as_str(), scene.cyd.id.as_str()]);
    let own = (&json!(3), &json!(scene.ann.id), &Value::Null, &Value::Null);
    assert_eq!((&made["type"], &made["owner_id"], &made["name"], &made["icon"]), own);
    assert!(made.as_object().expect("an object").contains_key("name"));
    let group = text(&made["id"]);
    let shown = bobs.event(UPDATE).await;
    assert_eq!(shown["id"], group.as_str());
    assert!(!ids(&shown["recipients"]).contains(&scene.bob.id), "oneself is not listed");
    assert_ne!(asks_for(&scene.ann, &[&scene.bob, &scene.cyd]).await.ok()["id"], made["id"], "there may be many of the same");
    scene.cyd.says(&group, "hello").await;
    assert_eq!(bobs.event("MESSAGE_CREATE").await["content"], "hello");
    scene.world.restart().await;
    let bob = scene.bob.at(&scene.world);
    assert_eq!(bob.get(&format!("/channels/{group}")).await.ok()["owner_id"], scene.ann.id.as_str());
    assert_eq!(bob.reads(&group).await, ["hello"]);
}

async fn one_brings_in_whom_one_knows(world: World) {
    let scene = Scene::of(world).await;
    asks_for(&scene.ann, &[&scene.bob, &scene.eve]).await.refused(403, 50007);
    let unknown = json!({"recipients": [scene.bob.id, "1"]});
    scene.ann.post("/users/@me/channels", &unknown).await.refused(400, 50033);
    let group = scene.group().await;
    assert_eq!(adds(&scene.bob, &group, &scene.eve).await, 403);
    scene.eve.patch("/users/@me/settings", &json!({"direct_messages": "everyone"})).await.ok();
    assert_eq!(adds(&scene.bob, &group, &scene.eve).await, 403, "somebody who may be written to is not known yet");
    opens(&scene.bob, &scene.eve).await;
    let mut eves = scene.eve.connects().await;
    let mut cyds = scene.cyd.connects().await;
    assert_eq!(adds(&scene.bob, &group, &scene.eve).await, 204);
    assert_eq!(eves.event(UPDATE).await["id"], group.as_str());
    assert_eq!(noted(&mut eves).await, (1, scene.bob.id.clone(), vec![scene.eve.id.clone()]));
    assert!(ids(&cyds.event(UPDATE).await["recipients"]).contains(&scene.eve.id));
    assert_eq!(adds(&scene.cyd, &group, &scene.eve).await, 204, "who is in it stays");
    cyds.settles().await;
    assert_eq!(cyds.seen.iter().filter(|(name, _)| name == UPDATE).count(), 1);
    scene.eve.says(&group, "hello").await;
}

async fn there_are_ten_in_a_group_and_no_more_however_many_come_at_once(world: World) {
    let scene = Scene::of(world).await;
    let people = more(&scene, 12).await;
    let eleven: Vec<_> = people.iter().take(10).collect();
    asks_for(&scene.ann, &eleven).await.refused(400, 30033);
    let group = text(&asks_for(&scene.ann, &eleven[..8]).await.ok()["id"]);
    let added = join_all(people[8..].iter().map(|who| adds(&scene.ann, &group, who))).await;
    assert_eq!(added.iter().filter(|status| **status == 204).count(), 1, "{added:?}");
    assert_eq!(added.iter().filter(|status| **status == 400).count(), 3, "{added:?}");
    let shown = scene.ann.get(&format!("/channels/{group}")).await.ok();
    assert_eq!(ids(&shown["recipients"]).len(), 9);
    scene.ann.delete(&format!("/channels/{group}/recipients/{}", people[0].id)).await.ok();
    assert_eq!(adds(&scene.ann, &group, &scene.bob).await, 204, "there is room again");
}

async fn the_owner_takes_people_out_and_others_only_themselves(world: World) {
    let scene = Scene::of(world).await;
    let group = scene.group().await;
    let path = |who: &Person| format!("/channels/{group}/recipients/{}", who.id);
    scene.bob.delete(&path(&scene.cyd)).await.refused(403, 50013);
    scene.ann.delete(&path(&scene.eve)).await.refused(404, 10013);
    let (mut bobs, mut cyds) = (scene.bob.connects().await, scene.cyd.connects().await);
    assert_eq!(scene.ann.delete(&path(&scene.cyd)).await.status, 204);
    assert_eq!(cyds.event(DELETE).await, json!({"id": group}));
    assert_eq!(ids(&bobs.event(UPDATE).await["recipients"]), [scene.ann.id.as_str()]);
    assert_eq!(noted(&mut bobs).await, (2, scene.ann.id.clone(), vec![scene.cyd.id.clone()]));
    scene.ann.says(&group, "without cyd").await;
    assert_eq!(news(&mut cyds).await, [DELETE], "who is out hears nothing more");
    scene.cyd.get(&format!("/channels/{group}/messages")).await.refused(404, 10003);
    tries_to_say(&scene.cyd, &group).await.refused(404, 10003);
    assert_eq!(scene.bob.delete(&path(&scene.bob)).await.status, 204);
    assert_eq!(list_of(&scene.bob).await, Vec::<String>::new());
}

async fn who_leaves_hands_over_to_the_earliest_and_the_last_one_ends_it(world: World) {
    let mut scene = Scene::of(world).await;
    let group = text(&asks_for(&scene.ann, &[&scene.cyd, &scene.bob]).await.ok()["id"]);
    scene.world.pass(std::time::Duration::from_secs(1));
    scene.cyd.delete(&format!("/channels/{group}")).await.ok();
    assert_eq!(adds(&scene.ann, &group, &scene.cyd).await, 204);
    let mut bobs = scene.bob.connects().await;
    let left = scene.ann.delete(&format!("/channels/{group}")).await.ok();
    assert_eq!((&left["id"], &left["owner_id"]), (&json!(group), &json!(scene.ann.id)));
    assert_eq!(bobs.event(UPDATE).await["owner_id"], scene.bob.id.as_str());
    assert_eq!(noted(&mut bobs).await, (2, scene.ann.id.clone(), vec![scene.ann.id.clone()]));
    scene.world.restart().await;
    let (bob, cyd) = (scene.bob.at(&scene.world), scene.cyd.at(&scene.world));
    assert_eq!(cyd.get(&format!("/channels/{group}")).await.ok()["owner_id"], bob.id.as_str());
    bob.delete(&format!("/channels/{group}")).await.ok();
    cyd.delete(&format!("/channels/{group}")).await.ok();
    cyd.get(&format!("/channels/{group}")).await.refused(404, 10003);
    scene.world.restart().await;
    assert_eq!(list_of(&scene.cyd.at(&scene.world)).await, Vec::<String>::new());
}

async fn anybody_in_it_names_a_group_and_the_change_stands_in_it(world: World) {
    let scene = Scene::of(world).await;
    let group = scene.group().await;
    let path = format!("/channels/{group}");
    let mut cyds = scene.cyd.connects().await;
    assert_eq!(scene.bob.patch(&path, &json!({"name": " Tea ", "topic": null, "unknown": 1})).await.ok()["name"], "Tea");
    let topic = scene.bob.patch(&path, &json!({"name": "Cake", "topic": "cake"})).await.refused(400, 50035);
    assert!(topic["errors"]["topic"].is_object(), "a group has none: {topic}");
    assert_eq!(cyds.event(UPDATE).await["name"], "Tea");
    let told = cyds.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["content"], &told["author"]["id"]), (&json!(4), &json!("Tea"), &json!(scene.bob.id)));
    let note = format!("{path}/messages/{}", text(&told["id"]));
    scene.bob.patch(&note, &json!({"content": "x"})).await.refused(403, 50021);
    scene.bob.delete(&note).await.refused(403, 50021);
    scene.bob.patch(&path, &json!({"name": "Tea"})).await.ok();
    scene.bob.patch(&path, &json!({})).await.ok();
    scene.bob.patch(&path, &json!({"name": "x".repeat(101)})).await.refused(400, 50035);
    assert_eq!(scene.bob.patch(&path, &json!({"name": null})).await.ok()["name"], Value::Null);
    assert_eq!(scene.bob.reads(&group).await, ["", "Tea"], "what changes nothing is not written down");
    scene.eve.patch(&path, &json!({"name": "Eve's"})).await.refused(404, 10003);
}

async fn a_group_has_an_icon(world: World) {
    let scene = Scene::of(world).await;
    let group = scene.group().await;
    let path = format!("/channels/{group}");
    let mut cyds = scene.cyd.connects().await;
    let changed = scene.bob.patch(&path, &json!({"icon": data_uri(&png())})).await.ok();
    let first = text(&changed["icon"]);
    assert_eq!(cyds.event(UPDATE).await["icon"], first.as_str());
    assert_eq!(noted(&mut cyds).await, (5, scene.bob.id.clone(), Vec::new()));
    let address = |hash: &str| format!("/cdn/channel-icons/{group}/{hash}.png");
    assert_eq!(fetches(&scene.world, &address(&first)).await.status(), 200);
    let other = encoded(&glass(64), image::ImageFormat::Png);
    let second = text(&uploads(&scene.world, &scene.ann, &format!("{path}/icon"), &other).await.ok()["icon"]);
    assert_ne!(first, second);
    assert_eq!(fetches(&scene.world, &address(&second)).await.status(), 200);
    assert_eq!(fetches(&scene.world, &address(&first)).await.status(), 404, "the icon of before is gone");
    uploads(&scene.world, &scene.eve, &format!("{path}/icon"), &png()).await.refused(404, 10003);
    uploads(&scene.world, &scene.ann, &format!("{path}/icon"), b"no picture").await.refused(415, 50046);
    let dm = opens(&scene.ann, &scene.bob).await;
    uploads(&scene.world, &scene.ann, &format!("/channels/{dm}/icon"), &png()).await.refused(400, 50024);
    assert_eq!(scene.ann.patch(&path, &json!({"icon": null})).await.ok()["icon"], Value::Null);
    assert_eq!(fetches(&scene.world, &address(&second)).await.status(), 404);
}

async fn bots_have_dms_with_one_user_and_no_group_dms(world: World) {
    let scene = Scene::of(world).await;
    let bot = scene.bob.makes_bot("teabot").await;
    scene.ann.lets_bot_in(&scene.guild, &bot, 0).await;
    asks_for(&bot, &[&scene.ann, &scene.cyd]).await.refused(403, 20001);
    asks_for(&scene.ann, &[&bot, &scene.cyd]).await.refused(400, 50033);
    let dm = opens(&bot, &scene.ann).await;
    bot.says(&dm, "I am a bot").await;
    assert_eq!(scene.ann.reads(&dm).await, ["I am a bot"]);
}
