//! What becomes of conversations when somebody goes, and when somebody changes their name.

use serde_json::{Value, json};

use super::{DELETE, Scene, UPDATE, asks_for, ids, list_of, opens, tries_to_say};
use crate::support::{PASSWORD, World, text};

on_both_databases! {
    who_goes_for_good_leaves_groups_and_stays_nameless_between_two,
    messages_of_a_deleted_account_are_deleted_from_dms_too,
    who_is_disabled_is_silent_and_has_everything_back_afterwards,
    a_new_name_is_published_to_dm_recipients,
}

async fn who_goes_for_good_leaves_groups_and_stays_nameless_between_two(world: World) {
    let mut scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.bob.says(&dm, "I was here").await;
    scene.ann.says(&dm, "hello").await;
    let group = text(&asks_for(&scene.bob, &[&scene.ann, &scene.cyd]).await.ok()["id"]);
    scene.bob.says(&group, "and here").await;
    scene.ann.put(&format!("/users/@me/blocks/{}", scene.bob.id), &json!({})).await.ok();
    let mut anns = scene.ann.connects().await;
    scene.bob.post("/users/@me/delete", &json!({"messages": "keep"})).await.ok();
    let anonymised = format!("deleted_user_{}", scene.bob.id);
    loop {
        let shown = anns.event(UPDATE).await;
        if shown["id"] == dm.as_str() {
            assert_eq!(shown["recipients"][0]["username"], anonymised.as_str());
            break;
        }
    }
    loop {
        let shown = anns.event(UPDATE).await;
        if ids(&shown["recipients"]) == [scene.cyd.id.as_str()] {
            assert_ne!(shown["owner_id"], scene.bob.id.as_str());
            break;
        }
    }
    assert_eq!(anns.event("CHATSPACE_BLOCKS_UPDATE").await, json!({"users": []}));
    for restarted in [false, true] {
        if restarted {
            scene.world.restart().await;
        }
        let ann = scene.ann.at(&scene.world);
        assert_eq!(ann.reads(&dm).await, ["hello", "I was here"]);
        assert_eq!(ann.reads(&group).await, ["and here"]);
        tries_to_say(&ann, &dm).await.refused(403, 50007);
        let shown = ann.get(&format!("/channels/{dm}")).await.ok();
        assert_eq!((&shown["recipients"][0]["username"], &shown["recipients"][0]["avatar"]), (&json!(anonymised), &Value::Null));
        ann.post("/users/@me/channels", &json!({"recipient_id": scene.bob.id})).await.ok();
        assert_eq!(ann.get("/users/@me/blocks").await.ok(), json!([]));
        scene.cyd.at(&scene.world).post("/users/@me/channels", &json!({"recipient_id": scene.bob.id})).await.refused(400, 50033);
        ann.says(&group, "goes on").await;
        ann.delete(&format!(
            "/channels/{group}/messages/{}",
            text(&ann.get(&format!("/channels/{group}/messages")).await.ok()[0]["id"])
        ))
        .await
        .ok();
    }
}

async fn messages_of_a_deleted_account_are_deleted_from_dms_too(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.ann.says(&dm, "hello").await;
    let said = scene.bob.says(&dm, "forget me").await;
    let mut anns = scene.ann.connects().await;
    scene.bob.post("/users/@me/delete", &json!({"messages": "erase"})).await.ok();
    let gone = anns.event("MESSAGE_DELETE_BULK").await;
    assert_eq!((&gone["channel_id"], &gone["ids"], gone.get("guild_id")), (&json!(dm), &json!([said["id"]]), None));
    assert_eq!(scene.ann.reads(&dm).await, ["hello"]);
}

async fn who_is_disabled_is_silent_and_has_everything_back_afterwards(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.bob, &scene.cyd).await;
    scene.bob.says(&dm, "hello").await;
    let path = format!("/chatspace/admin/users/{}", scene.bob.id);
    scene.ann.patch(&path, &json!({"disabled": true})).await.ok();
    tries_to_say(&scene.bob, &dm).await.refused(401, 0);
    scene.cyd.says(&dm, "are you there?").await;
    scene.ann.patch(&path, &json!({"disabled": false})).await.ok();
    let form = json!({"email": "bob@example.org", "password": PASSWORD});
    let back = scene.bob.with_token("").post("/auth/login", &form).await.ok();
    let bob = scene.bob.with_token(&text(&back["access_token"]));
    assert_eq!(bob.reads(&dm).await, ["are you there?", "hello"]);
    assert_eq!(list_of(&bob).await, [dm.as_str()]);
}

async fn a_new_name_is_published_to_dm_recipients(world: World) {
    let scene = Scene::of(world).await;
    scene.eve.patch("/users/@me/settings", &json!({"direct_messages": "everyone"})).await.ok();
    let dm = opens(&scene.bob, &scene.eve).await;
    scene.bob.says(&dm, "hello").await;
    let (mut eves, mut cyds) = (scene.eve.connects().await, scene.cyd.connects().await);
    scene.bob.patch("/users/@me", &json!({"global_name": "Богдан"})).await.ok();
    assert_eq!(eves.event(UPDATE).await["recipients"][0]["global_name"], "Богдан");
    cyds.settles().await;
    assert!(cyds.seen.iter().all(|(name, _)| name != UPDATE && name != DELETE));
}
