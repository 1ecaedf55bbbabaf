//! What a person tells others of themselves.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{World, text};

on_both_databases! {
    a_new_user_name_is_published_like_any_other_change,
    of_two_who_want_a_name_at_once_one_gets_it,
    a_profile_is_open_to_all_who_are_signed_in,
    a_status_text_is_an_activity_of_who_is_online,
    a_status_change_of_an_invisible_user_is_not_published,
}

async fn a_new_user_name_is_published_like_any_other_change(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let (mut own, mut others) = (ann.connects().await, bob.connects().await);
    assert_eq!(ann.patch("/users/@me", &json!({"username": " Anna "})).await.ok()["username"], "anna");
    assert_eq!(own.event("USER_UPDATE").await["username"], "anna");
    assert_eq!(others.event("GUILD_MEMBER_UPDATE").await["user"]["username"], "anna");
    let found = bob.get(&format!("/guilds/{}/members/search?query=anna&limit=1", guild.id)).await.ok();
    assert_eq!(found[0]["user"]["id"], ann.id.as_str());
    let taken = bob.patch("/users/@me", &json!({"username": "ANNA"})).await.refused(400, 50035);
    assert_eq!(taken["errors"]["username"]["_errors"][0]["code"], "USERNAME_ALREADY_TAKEN");
    for bad in ["a", "олена", "everyone", "a b", &"x".repeat(33)] {
        ann.patch("/users/@me", &json!({"username": bad})).await.refused(400, 50035);
    }
    assert_eq!(bob.patch("/users/@me", &json!({"username": "ann"})).await.ok()["username"], "ann", "the old name is free");
}

async fn of_two_who_want_a_name_at_once_one_gets_it(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let wanted = json!({"username": "cyd"});
    let (first, second) = tokio::join!(ann.patch("/users/@me", &wanted), bob.patch("/users/@me", &wanted));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}

async fn a_profile_is_open_to_all_who_are_signed_in(world: World) {
    let mut world = world;
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let path = format!("/users/{}/profile", ann.id);
    let empty = bob.get(&path).await.ok();
    assert_eq!((&empty["bio"], &empty["custom_status"]), (&json!(""), &Value::Null));
    assert!(text(&empty["created_at"]).ends_with("+00:00"));
    let change = json!({"bio": " Likes tea.\nAnd cats. ", "custom_status": " Having tea ", "unknown": 1});
    let changed = ann.patch("/users/@me", &change).await.ok();
    let (bio, status) = (json!("Likes tea.\nAnd cats."), json!("Having tea"));
    assert_eq!((&changed["bio"], &changed["chatspace"]["custom_status"]), (&bio, &status));
    world.restart().await;
    let (ann, bob) = (ann.at(&world), bob.at(&world));
    let profile = bob.get(&path).await.ok();
    assert_eq!(profile["user"]["username"], "ann");
    assert_eq!((&profile["bio"], &profile["custom_status"]), (&bio, &Value::Null), "who is offline does nothing");
    assert_eq!(ann.get(&path).await.ok()["custom_status"], status);
    let _online = ann.connects().await;
    assert_eq!(bob.get(&path).await.ok()["custom_status"], status);
    assert!(profile["user"].get("email").is_none() && profile.get("email").is_none());
    let without = ann.patch("/users/@me", &json!({"bio": null, "custom_status": null})).await.ok();
    assert_eq!((&without["bio"], &without["chatspace"]["custom_status"]), (&json!(""), &Value::Null));
    ann.patch("/users/@me", &json!({"bio": "ї".repeat(190), "custom_status": "ї".repeat(128)})).await.ok();
    let both = json!({"bio": "x".repeat(191), "custom_status": "x".repeat(129)});
    let refused = ann.patch("/users/@me", &both).await.refused(400, 50035);
    assert!(refused["errors"]["bio"].is_object() && refused["errors"]["custom_status"].is_object(), "{refused}");
    ann.patch("/users/@me", &json!({"custom_status": "a\u{202E}b"})).await.refused(400, 50035);
    bob.get("/users/1/profile").await.refused(404, 10013);
    world.stranger().get(&path).await.refused(401, 0);
}

async fn a_status_text_is_an_activity_of_who_is_online(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let mut others = bob.connects().await;
    let before = others.seen.len();
    ann.patch("/users/@me", &json!({"custom_status": "Asleep"})).await.ok();
    others.settles().await;
    let of_ann = |event: &Value| event["user"]["id"] == ann.id.as_str();
    let told = others.seen[before..].iter().any(|(name, event)| name == "PRESENCE_UPDATE" && of_ann(event));
    assert!(!told, "who is offline does nothing");
    let mut own = ann.connects().await;
    let came = loop {
        let event = others.event("PRESENCE_UPDATE").await;
        if of_ann(&event) {
            break event;
        }
    };
    assert_eq!((&came["status"], &came["activities"][0]["state"]), (&json!("online"), &json!("Asleep")));
    ann.patch("/users/@me", &json!({"custom_status": "Having tea"})).await.ok();
    let changed = others.event("PRESENCE_UPDATE").await;
    let activity = &changed["activities"][0];
    assert_eq!((&activity["name"], &activity["type"]), (&json!("Custom Status"), &json!(4)));
    assert_eq!(activity["state"], "Having tea");
    assert!(activity["created_at"].is_i64());
    assert_eq!(own.event("USER_UPDATE").await["chatspace"]["custom_status"], "Having tea");
    let mut late = bob.connects().await;
    let snapshot = late.seen.iter().find(|(name, _)| name == "GUILD_CREATE").expect("a guild").1.clone();
    let seen = snapshot["presences"].as_array().expect("a list").iter().find(|presence| of_ann(presence)).cloned();
    assert_eq!(seen.expect("she is online")["activities"][0]["state"], "Having tea");
    ann.patch("/users/@me", &json!({"custom_status": ""})).await.ok();
    assert_eq!(late.event("PRESENCE_UPDATE").await["activities"], json!([]));
    ann.patch("/users/@me", &json!({"custom_status": "Away"})).await.ok();
    assert_eq!(late.event("PRESENCE_UPDATE").await["activities"][0]["state"], "Away");
    own.drops();
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.pass(Duration::from_secs(16));
    let gone = late.event("PRESENCE_UPDATE").await;
    assert_eq!((&gone["status"], &gone["activities"]), (&json!("offline"), &json!([])), "who is gone does nothing");
}

async fn a_status_change_of_an_invisible_user_is_not_published(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let path = format!("/users/{}/profile", ann.id);
    let mut own = ann.connects().await;
    ann.patch("/users/@me", &json!({"custom_status": "Having tea"})).await.ok();
    ann.patch("/users/@me/settings", &json!({"status": "invisible"})).await.ok();
    let mut others = bob.connects().await;
    // He is told of himself.
    others.event("PRESENCE_UPDATE").await;
    let before = others.seen.len();
    ann.patch("/users/@me", &json!({"custom_status": "Hiding"})).await.ok();
    assert_eq!(own.event("USER_UPDATE").await["chatspace"]["custom_status"], "Having tea");
    assert_eq!(own.event("USER_UPDATE").await["chatspace"]["custom_status"], "Hiding");
    assert_eq!(bob.get(&path).await.ok()["custom_status"], Value::Null);
    assert_eq!(ann.get(&path).await.ok()["custom_status"], "Hiding");
    assert_eq!(others.names_since(before).await, Vec::<String>::new());
    ann.patch("/users/@me/settings", &json!({"status": "online"})).await.ok();
    assert_eq!(bob.get(&path).await.ok()["custom_status"], "Hiding");
}
