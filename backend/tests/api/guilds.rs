//! Guilds and their members over REST.

use serde_json::json;

use crate::support::{Guild, World, text};

on_both_databases! {
    a_new_guild_has_an_owner_a_role_and_a_channel,
    who_joins_is_announced_in_the_system_channel,
    nobody_is_announced_without_a_system_channel_or_where_joins_are_suppressed,
    to_non_members_a_guild_does_not_exist,
    members_may_write_but_only_the_owner_manages,
    a_guild_can_be_transferred_left_and_deleted,
    a_kicked_member_has_no_access,
    members_are_listed_by_id_and_found_by_name,
    names_that_hide_things_are_refused,
}

async fn a_new_guild_has_an_owner_a_role_and_a_channel(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.post("/guilds", &json!({"name": " Tea friends ", "icon": null})).await;
    assert_eq!(guild.status, 201);
    let guild = guild.ok();
    assert_eq!(guild["name"], "Tea friends");
    assert_eq!(guild["owner_id"], ann.id.as_str());
    assert_eq!(guild["roles"][0]["id"], guild["id"], "@everyone has the guild's id");
    let id = guild["id"].as_str().expect("an id");
    let channels = ann.get(&format!("/guilds/{id}/channels")).await.ok();
    assert_eq!(channels[0]["name"], "general");
    assert_eq!(guild["system_channel_id"], channels[0]["id"]);
    let members = ann.get(&format!("/guilds/{id}/members?limit=10")).await.ok();
    assert_eq!(members[0]["user"]["username"], "ann");
}

async fn who_joins_is_announced_in_the_system_channel(world: World) {
    let [ann, bob] = [world.person("ann").await, world.person("bob").await];
    let guild = ann.post("/guilds", &json!({"name": "Tea friends"})).await.ok();
    assert_eq!(guild["system_channel_flags"], 0);
    let guild = Guild { id: text(&guild["id"]), channel: text(&guild["system_channel_id"]) };
    let mut live = ann.connects().await;
    ann.lets_in(&guild, &[&bob]).await;
    let told = live.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["content"]), (&json!(7), &json!("")));
    assert_eq!((&told["author"]["id"], &told["mentions"]), (&json!(bob.id), &json!([])));
    assert_eq!(told["guild_id"], guild.id.as_str());
    let path = format!("/channels/{}/messages", guild.channel);
    let stored = bob.get(&path).await.ok();
    assert_eq!((&stored[0]["id"], &stored[0]["type"]), (&told["id"], &json!(7)), "also who joined reads it");
    // It is no text of theirs; but it can go.
    let own = format!("{path}/{}", stored[0]["id"].as_str().expect("an id"));
    bob.patch(&own, &json!({"content": "hi"})).await.refused(403, 50021);
    assert_eq!(ann.delete(&own).await.status, 204);
    assert_eq!(ann.get(&path).await.ok(), json!([]));
    // Who is in already does not join again.
    ann.lets_in(&guild, &[&bob]).await;
    assert_eq!(ann.get(&path).await.ok(), json!([]));
}

async fn nobody_is_announced_without_a_system_channel_or_where_joins_are_suppressed(world: World) {
    let ann = world.person("ann").await;
    let changes = [json!({"system_channel_flags": 1}), json!({"system_channel_flags": 0, "system_channel_id": null})];
    for (number, change) in changes.iter().enumerate() {
        let newcomer = world.person(&format!("newcomer{number}")).await;
        let guild = ann.post("/guilds", &json!({"name": "Tea friends"})).await.ok();
        let guild = Guild { id: text(&guild["id"]), channel: text(&guild["system_channel_id"]) };
        let changed = ann.patch(&format!("/guilds/{}", guild.id), change).await.ok();
        assert_eq!(changed["system_channel_flags"], change["system_channel_flags"]);
        ann.lets_in(&guild, &[&newcomer]).await;
        assert_eq!(ann.get(&format!("/channels/{}/messages", guild.channel)).await.ok(), json!([]), "{change}");
    }
    for wrong in [-1, 64] {
        ann.post("/guilds", &json!({"name": "Tea friends", "system_channel_flags": wrong})).await.refused(400, 50035);
    }
}

async fn to_non_members_a_guild_does_not_exist(world: World) {
    let ann = world.person("ann").await;
    let cyd = world.person("cyd").await;
    let guild = ann.makes_guild("Tea friends").await;
    for path in ["", "/channels", "/members", "/roles", "/invites"] {
        let seen = cyd.get(&format!("/guilds/{}{path}", guild.id)).await.refused(404, 10004);
        let unknown = cyd.get(&format!("/guilds/1{path}")).await.refused(404, 10004);
        assert_eq!(seen, unknown, "{path}");
    }
    cyd.get(&format!("/channels/{}/messages", guild.channel)).await.refused(404, 10003);
    cyd.post(&format!("/channels/{}/messages", guild.channel), &json!({"content": "hi"})).await.refused(404, 10003);
    cyd.patch(&format!("/guilds/{}", guild.id), &json!({"name": "Mine"})).await.refused(404, 10004);
    cyd.delete(&format!("/guilds/{}", guild.id)).await.refused(404, 10004);
}

async fn members_may_write_but_only_the_owner_manages(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    bob.says(&guild.channel, "hi").await;
    let path = format!("/guilds/{}", guild.id);
    bob.patch(&path, &json!({"name": "Mine"})).await.refused(403, 50013);
    bob.delete(&path).await.refused(403, 50013);
    bob.post(&format!("{path}/channels"), &json!({"name": "x"})).await.refused(403, 50013);
    bob.delete(&format!("/channels/{}", guild.channel)).await.refused(403, 50013);
    bob.delete(&format!("{path}/members/{}", ann.id)).await.refused(403, 50013);
    let changed = ann.patch(&path, &json!({"name": "Coffee friends", "description": "no tea"})).await.ok();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Coffee friends"), &json!("no tea")));
}

async fn a_guild_can_be_transferred_left_and_deleted(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let path = format!("/guilds/{}", guild.id);
    let leave = format!("/users/@me/guilds/{}", guild.id);
    ann.delete(&leave).await.refused(400, 50055);
    ann.patch(&path, &json!({"owner_id": "1"})).await.refused(400, 50035);
    ann.patch(&path, &json!({"owner_id": bob.id})).await.ok();
    ann.patch(&path, &json!({"name": "Mine again"})).await.refused(403, 50013);
    assert_eq!(ann.delete(&leave).await.status, 204);
    ann.get(&path).await.refused(404, 10004);
    assert_eq!(bob.delete(&path).await.status, 204);
    bob.get(&path).await.refused(404, 10004);
    bob.get(&format!("/channels/{}", guild.channel)).await.refused(404, 10003);
}

async fn a_kicked_member_has_no_access(world: World) {
    let ann = world.person("ann").await;
    let dan = world.person("dan").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&dan]).await;
    let own = dan.says(&guild.channel, "mine").await;
    assert_eq!(ann.delete(&format!("/guilds/{}/members/{}", guild.id, dan.id)).await.status, 204);
    let message = format!("/channels/{}/messages/{}", guild.channel, own["id"].as_str().expect("an id"));
    dan.patch(&message, &json!({"content": "changed"})).await.refused(404, 10003);
    dan.delete(&message).await.refused(404, 10003);
    dan.post(&format!("/channels/{}/typing", guild.channel), &json!({})).await.refused(404, 10003);
    assert_eq!(ann.reads(&guild.channel).await, ["mine"]);
}

async fn members_are_listed_by_id_and_found_by_name(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let mut names = vec!["ann".to_owned()];
    for n in 0..4 {
        let person = world.person(&format!("bob{n}")).await;
        ann.lets_in(&guild, &[&person]).await;
        names.push(person.name.clone());
    }
    let path = format!("/guilds/{}/members", guild.id);
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = ann.get(&format!("{path}?limit=2{after}")).await.ok();
        let page = page.as_array().expect("a list").clone();
        let Some(last) = page.last() else { break };
        after = format!("&after={}", last["user"]["id"].as_str().expect("an id"));
        found.extend(page.iter().map(|member| member["user"]["username"].as_str().expect("a name").to_owned()));
    }
    assert_eq!(found, names);
    let nick = ann.patch(&format!("{path}/@me"), &json!({"nick": "Їжачок"})).await.ok();
    assert_eq!(nick["nick"], "Їжачок");
    let hits = ann.get(&format!("{path}/search?query=%D1%97%D0%B6&limit=5")).await.ok();
    assert_eq!(hits[0]["user"]["username"], "ann", "capitals do not matter, in any script");
    assert_eq!(ann.get(&format!("{path}/search?query=BOB&limit=10")).await.ok().as_array().expect("a list").len(), 4);
    assert_eq!(ann.patch(&format!("{path}/@me"), &json!({"nick": ""})).await.ok()["nick"], json!(null));
    ann.get(&format!("{path}/1")).await.refused(404, 10007);
    ann.get(&format!("{path}?limit=1001")).await.refused(400, 50035);
}

async fn names_that_hide_things_are_refused(world: World) {
    let ann = world.person("ann").await;
    for bad in ["x", "", " \u{200B} ", "a\u{202E}b", &"x".repeat(101)] {
        let body = ann.post("/guilds", &json!({"name": bad})).await.refused(400, 50035);
        assert!(body["errors"]["name"]["_errors"].is_array(), "{body}");
    }
    assert_eq!(ann.get("/users/@me/guilds").await.ok(), json!([]));
}
