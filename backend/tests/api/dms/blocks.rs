//! Who may write to whom: blocks, and what a person has set.

use serde_json::json;

use super::{Scene, asks_for, heard, ids, list_of, news, opens, tries_to_say};
use crate::support::{Person, World};

async fn blocks(by: &Person, whom: &Person) {
    by.put(&format!("/users/@me/blocks/{}", whom.id), &json!({})).await.ok();
}

async fn unblocks(by: &Person, whom: &Person) {
    by.delete(&format!("/users/@me/blocks/{}", whom.id)).await.ok();
}

async fn wants_to_hear_of(person: &Person, whom: &str) {
    person.patch("/users/@me/settings", &json!({"direct_messages": whom})).await.ok();
}

on_both_databases! {
    settings_are_stored_and_published_to_all_own_sessions,
    each_sets_who_may_write_to_them,
    who_has_been_written_to_or_sought_may_answer,
    a_block_ends_what_is_sent_between_two_in_both_directions,
    the_blocked_learn_no_more_than_those_whom_nobody_wants_to_hear,
    blocks_are_a_list_of_ones_own,
}

async fn settings_are_stored_and_published_to_all_own_sessions(world: World) {
    let mut world = world;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (mut phone, mut others) = (ann.connects().await, bob.connects().await);
    let wanted = json!({"direct_messages": "nobody", "status": "dnd", "push_text": true});
    assert_eq!(ann.patch("/users/@me/settings", &wanted).await.ok(), wanted);
    assert_eq!(phone.event("CHATSPACE_SETTINGS_UPDATE").await, wanted);
    assert_eq!(ann.patch("/users/@me/settings", &json!({"status": "dnd"})).await.ok(), wanted, "what is missing stays");
    assert_eq!(heard(&mut phone, "CHATSPACE_SETTINGS").await.len(), 1, "no change is told to nobody");
    assert_eq!(heard(&mut others, "CHATSPACE_").await, []);
    for wrong in
        [json!({"direct_messages": "friends"}), json!({"status": "offline"}), json!({"push_text": 1}), json!({"operator": true})]
    {
        ann.patch("/users/@me/settings", &wrong).await.refused(400, 50035);
    }
    world.stranger().get("/users/@me/settings").await.refused(401, 0);
    world.restart().await;
    assert_eq!(ann.at(&world).get("/users/@me/settings").await.ok(), wanted);
}

async fn each_sets_who_may_write_to_them(world: World) {
    let scene = Scene::of(world).await;
    let talk = json!({"recipient_id": scene.bob.id});
    scene.eve.post("/users/@me/channels", &talk).await.refused(403, 50007);
    opens(&scene.ann, &scene.bob).await;
    wants_to_hear_of(&scene.bob, "nobody").await;
    scene.cyd.post("/users/@me/channels", &talk).await.refused(403, 50007);
    wants_to_hear_of(&scene.bob, "everyone").await;
    let dm = opens(&scene.eve, &scene.bob).await;
    scene.eve.says(&dm, "hello").await;
    wants_to_hear_of(&scene.bob, "shared_guild").await;
    tries_to_say(&scene.eve, &dm).await.refused(403, 50007);
    scene.eve.post(&format!("/channels/{dm}/typing"), &json!({})).await.refused(403, 50007);
    assert_eq!(scene.eve.reads(&dm).await, ["hello"]);
    assert_eq!(opens(&scene.eve, &scene.bob).await, dm, "what there is can be opened again, to read it");
}

async fn who_has_been_written_to_or_sought_may_answer(world: World) {
    let scene = Scene::of(world).await;
    for quiet in [&scene.ann, &scene.bob, &scene.eve] {
        wants_to_hear_of(quiet, "nobody").await;
    }
    wants_to_hear_of(&scene.cyd, "everyone").await;
    let dm = opens(&scene.eve, &scene.cyd).await;
    scene.cyd.says(&dm, "you opened it, so I may write").await;
    scene.eve.says(&dm, "and I").await;
    wants_to_hear_of(&scene.cyd, "nobody").await;
    scene.eve.says(&dm, "still, for cyd has written").await;
    scene.eve.delete(&format!("/channels/{dm}")).await.ok();
    scene.cyd.says(&dm, "closing it says nothing else").await;
    scene.cyd.post("/users/@me/channels", &json!({"recipient_id": scene.ann.id})).await.refused(403, 50007);
}

async fn a_block_ends_what_is_sent_between_two_in_both_directions(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    let said = scene.ann.says(&dm, "one").await;
    scene.bob.says(&dm, "two").await;
    let (mut anns, mut bobs) = (scene.ann.connects().await, scene.bob.connects().await);
    blocks(&scene.bob, &scene.ann).await;
    for person in [&scene.ann, &scene.bob] {
        tries_to_say(person, &dm).await.refused(403, 50007);
        person.post(&format!("/channels/{dm}/typing"), &json!({})).await.refused(403, 50007);
        assert_eq!(person.reads(&dm).await, ["two", "one"], "what was said stays");
    }
    let edit = format!("/channels/{dm}/messages/{}", said["id"].as_str().expect("an id"));
    scene.ann.patch(&edit, &json!({"content": "a way around"})).await.refused(403, 50007);
    assert_eq!(ids(&bobs.event("CHATSPACE_BLOCKS_UPDATE").await["users"]), [scene.ann.id.as_str()]);
    assert_eq!(news(&mut anns).await, Vec::<String>::new(), "who is blocked is told nothing");
    scene.ann.says(&scene.guild.channel, "in a guild they meet").await;
    assert_eq!(bobs.event("MESSAGE_CREATE").await["content"], "in a guild they meet");
    unblocks(&scene.bob, &scene.ann).await;
    assert_eq!(bobs.event("CHATSPACE_BLOCKS_UPDATE").await["users"], json!([]));
    scene.ann.says(&dm, "three").await;
    scene.bob.says(&dm, "four").await;
}

async fn the_blocked_learn_no_more_than_those_whom_nobody_wants_to_hear(world: World) {
    let scene = Scene::of(world).await;
    blocks(&scene.bob, &scene.ann).await;
    wants_to_hear_of(&scene.bob, "everyone").await;
    let blocked = scene.ann.post("/users/@me/channels", &json!({"recipient_id": scene.bob.id})).await.refused(403, 50007);
    wants_to_hear_of(&scene.bob, "nobody").await;
    let unwanted = scene.cyd.post("/users/@me/channels", &json!({"recipient_id": scene.bob.id})).await.refused(403, 50007);
    assert_eq!(blocked, unwanted);
    scene.bob.post("/users/@me/channels", &json!({"recipient_id": scene.ann.id})).await.refused(403, 50007);
    assert_eq!(asks_for(&scene.ann, &[&scene.bob, &scene.cyd]).await.refused(403, 50007), unwanted);
    assert_eq!(asks_for(&scene.cyd, &[&scene.bob, &scene.ann]).await.refused(403, 50007), unwanted);
    wants_to_hear_of(&scene.bob, "shared_guild").await;
    let group = asks_for(&scene.cyd, &[&scene.bob, &scene.ann]).await.ok();
    assert_eq!(group["type"], 3, "a third person may bring both into a group");
    let only = asks_for(&scene.ann, &[&scene.cyd]).await.ok();
    assert_eq!(only["type"], 1);
}

async fn blocks_are_a_list_of_ones_own(world: World) {
    let mut scene = Scene::of(world).await;
    scene.bob.put(&format!("/users/@me/blocks/{}", scene.bob.id), &json!({})).await.refused(400, 0);
    scene.bob.put("/users/@me/blocks/1", &json!({})).await.refused(404, 10013);
    let mut bobs = scene.bob.connects().await;
    for whom in [&scene.cyd, &scene.ann, &scene.cyd] {
        blocks(&scene.bob, whom).await;
    }
    unblocks(&scene.bob, &scene.eve).await;
    assert_eq!(heard(&mut bobs, "CHATSPACE_BLOCKS").await.len(), 2, "what changes nothing is told to nobody");
    scene.world.restart().await;
    let bob = scene.bob.at(&scene.world);
    let listed = bob.get("/users/@me/blocks").await.ok();
    assert_eq!(ids(&listed), [scene.ann.id.as_str(), scene.cyd.id.as_str()]);
    assert!(listed[0].get("email").is_none());
    assert_eq!(scene.ann.at(&scene.world).get("/users/@me/blocks").await.ok(), json!([]));
    assert_eq!(list_of(&bob).await, Vec::<String>::new());
}
