//! Commands that bots declare when they start.

use serde_json::{Value, json};

use crate::support::{Person, World, text};

fn command(name: &str) -> Value {
    json!({"name": name, "description": "Makes tea", "type": 1, "options": [{"name": "cups", "description": "How many", "type": 4}],
           "default_member_permissions": null, "dm_permission": null, "nsfw": false, "contexts": null, "integration_types": null,
           "name_localizations": {}, "id": null})
}

async fn all(bot: &Person) -> Vec<String> {
    let listed = bot.get(&format!("/applications/{}/commands?with_localizations=true", bot.id)).await.ok();
    listed.as_array().expect("a list").iter().map(|command| text(&command["name"])).collect()
}

on_both_databases! {
    declared_commands_are_stored_and_returned,
    commands_of_a_guild_are_apart_from_those_for_all,
    nobody_declares_commands_for_another,
    a_command_has_a_bounded_size_and_only_its_own_words_are_changed,
}

async fn declared_commands_are_stored_and_returned(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let path = format!("/applications/{}/commands", bot.id);
    assert_eq!(bot.get(&path).await.ok(), json!([]));
    let declared = bot.put(&path, &json!([command("tea"), command("coffee")])).await.ok();
    let tea = &declared[0];
    assert_eq!((&tea["name"], &tea["application_id"], &tea["type"]), (&json!("tea"), &json!(bot.id), &json!(1)));
    assert_eq!(tea["options"], command("tea")["options"]);
    for field in ["options", "integration_types"] {
        assert!(tea[field].is_array(), "{field}");
    }
    assert!(tea["version"].is_string() && tea["default_member_permissions"].is_null() && tea["dm_permission"] == true);
    let mut world = world;
    world.restart().await;
    let bot = bot.at(&world);
    assert_eq!(bot.get(&path).await.ok(), declared);
    let again = bot.put(&path, &json!([command("cocoa"), command("tea")])).await.ok();
    assert_eq!(again[1], *tea, "what is declared again keeps its id");
    assert_eq!(all(&bot).await, ["tea", "cocoa"]);
    let own = format!("{path}/{}", text(&tea["id"]));
    assert_eq!(bot.get(&own).await.ok(), *tea);
    let changed = bot.patch(&own, &json!({"description": "Makes good tea", "default_member_permissions": 8})).await.ok();
    assert_eq!((&changed["id"], &changed["default_member_permissions"]), (&tea["id"], &json!("8")));
    assert_ne!(changed["version"], tea["version"]);
    assert_eq!(bot.post(&path, &command("tea")).await.status, 200);
    assert_eq!(bot.post(&path, &command("milk")).await.status, 201);
    assert_eq!(bot.delete(&own).await.status, 204);
    bot.delete(&own).await.refused(404, 10063);
    bot.patch(&own, &json!({})).await.refused(404, 10063);
    assert_eq!(all(&bot).await, ["cocoa", "milk"]);
}

async fn commands_of_a_guild_are_apart_from_those_for_all(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    let path = format!("/applications/{}/guilds/{}/commands", bot.id, guild.id);
    bot.put(&path, &json!([command("tea")])).await.refused(404, 10004);
    ann.lets_bot_in(&guild, &bot, 0).await;
    let declared = bot.put(&path, &json!([command("tea")])).await.ok();
    assert_eq!(declared[0]["guild_id"], guild.id.as_str());
    let own = format!("{path}/{}", text(&declared[0]["id"]));
    assert_eq!(bot.get(&own).await.ok(), declared[0]);
    assert_eq!(bot.patch(&own, &json!({"name": "chai"})).await.ok()["name"], "chai");
    assert!(all(&bot).await.is_empty());
    bot.delete(&format!("/applications/{}/commands/{}", bot.id, text(&declared[0]["id"]))).await.refused(404, 10063);
    assert_eq!(bot.post(&path, &command("milk")).await.status, 201);
    assert_eq!(bot.delete(&own).await.status, 204);
    assert_eq!(bot.get(&path).await.ok().as_array().expect("a list").len(), 1);
}

async fn nobody_declares_commands_for_another(world: World) {
    let ann = world.person("ann").await;
    let (bot, other) = (ann.makes_bot("teabot").await, ann.makes_bot("other").await);
    let path = format!("/applications/{}/commands", bot.id);
    ann.put(&path, &json!([])).await.refused(403, 20002);
    other.put(&path, &json!([])).await.refused(404, 10002);
    other.get(&path).await.refused(404, 10002);
    for bad in
        [json!([{}]), json!([{"name": ""}]), json!([{"name": "tea", "type": 4}]), json!([{"name": "tea"}, {"name": "tea"}])]
    {
        bot.put(&path, &bad).await.refused(400, 50035);
    }
    let many: Vec<_> = (0..101).map(|n| command(&format!("tea{n}"))).collect();
    bot.put(&path, &json!(many)).await.refused(400, 30032);
    assert_eq!(bot.put(&path, &json!(many[..100])).await.status, 200);
    bot.post(&path, &command("more")).await.refused(400, 30032);
}

async fn a_command_has_a_bounded_size_and_only_its_own_words_are_changed(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let path = format!("/applications/{}/commands", bot.id);
    let long = |length: usize| {
        let options: Vec<_> =
            (0..length / 100).map(|n| json!({"name": format!("o{n}"), "description": "d".repeat(90), "type": 3})).collect();
        json!({"name": "long", "description": "Makes tea", "options": options})
    };
    assert_eq!(bot.post(&path, &long(8000)).await.status, 201);
    bot.post(&path, &long(9000)).await.refused(400, 50035);
    bot.put(&path, &json!([long(9000)])).await.refused(400, 50035);
    let kept = bot.get(&path).await.ok();
    assert_eq!(kept.as_array().expect("a list").len(), 1);
    bot.post(&path, &command("tea")).await;
    let own = format!("{path}/{}", text(&kept[0]["id"]));
    bot.patch(&own, &json!({"name": "tea"})).await.refused(400, 50035);
    let renamed = bot.patch(&own, &json!({"name": "longer"})).await.ok();
    assert_eq!((&renamed["name"], &renamed["options"]), (&json!("longer"), &kept[0]["options"]));
}
