//! Bots in guilds: they come in by those who manage them, with a role of their own.

use serde_json::{Value, json};

use crate::support::{World, text};

const MANAGE_GUILD: u64 = 1 << 5;
const MANAGE_CHANNELS: u64 = 1 << 4;
const MANAGE_MESSAGES: u64 = 1 << 13;

on_both_databases! {
    a_bot_comes_in_with_a_role_of_its_own,
    only_who_manages_a_guild_lets_bots_in_and_only_with_rights_of_theirs,
    a_bot_is_kicked_like_any_member_and_its_role_is_deleted,
    a_bot_is_no_owner,
    what_a_bot_may_see_changes_with_its_role,
    a_bot_does_what_bots_do,
    bots_write_to_people_who_let_them,
}

async fn a_bot_comes_in_with_a_role_of_its_own(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("Tea bot").await;
    let mut seen = ann.connects().await;
    let mut hears = bot.connects_as_library(&world).await;
    ann.lets_bot_in(&guild, &bot, MANAGE_CHANNELS).await;
    let told = hears.event("GUILD_CREATE").await;
    let role = told["roles"].as_array().expect("roles").iter().find(|role| role["managed"] == true).expect("a role").clone();
    assert_eq!((&role["name"], &role["permissions"]), (&json!("Tea bot"), &json!("16")));
    assert_eq!(role["tags"], json!({"bot_id": bot.id}));
    assert_eq!(seen.event("GUILD_ROLE_CREATE").await, json!({"guild_id": guild.id, "role": role}));
    let member = seen.event("GUILD_MEMBER_ADD").await;
    assert_eq!((&member["user"]["id"], &member["roles"]), (&json!(bot.id), &json!([role["id"]])));
    let path = format!("/guilds/{}", guild.id);
    assert_eq!(bot.get(&format!("{path}/roles/{}", text(&role["id"]))).await.ok(), role);
    assert_eq!(bot.get(&format!("{path}/members/{}", bot.id)).await.ok()["roles"], json!([role["id"]]));
    let mut world = world;
    world.restart().await;
    let (ann, bot) = (ann.at(&world), bot.at(&world));
    assert_eq!(bot.get(&format!("{path}/roles")).await.ok().as_array().expect("a list").len(), 2);
    bot.makes_channel(&guild, "made-by-a-bot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    bot.post(&format!("{path}/channels"), &json!({"name": "again"})).await.refused(403, 50013);
}

async fn only_who_manages_a_guild_lets_bots_in_and_only_with_rights_of_theirs(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let cyd = world.person("cyd").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let bot = bob.makes_bot("bobs").await;
    let path = format!("/guilds/{}/bots/{}", guild.id, bot.id);
    bob.put(&path, &json!({})).await.refused(403, 50013);
    cyd.put(&path, &json!({})).await.refused(404, 10004);
    let role = world.makes_role(&guild, "stewards", false).await;
    let may = json!({"type": 0, "allow": MANAGE_GUILD.to_string()});
    ann.put(&format!("/channels/{}/permissions/{role}", guild.channel), &may).await.ok();
    world.gives_role(&guild, &bob, &role).await;
    bob.put(&path, &json!({})).await.refused(403, 50013);
    ann.put(&format!("/guilds/{}/bots/{}", guild.id, cyd.id), &json!({})).await.refused(404, 10002);
    ann.put(&format!("/guilds/{}/bots/1", guild.id), &json!({})).await.refused(404, 10002);
    bob.patch(&format!("/applications/{}", bot.id), &json!({"bot_public": false})).await.ok();
    ann.put(&path, &json!({})).await.refused(404, 10002);
    bob.patch(&format!("/applications/{}", bot.id), &json!({"bot_public": true})).await.ok();
    ann.put(&path, &json!({"permissions": 8})).await.ok();
    bot.makes_channel(&guild, "by-an-administrator").await;
}

async fn a_bot_is_kicked_like_any_member_and_its_role_is_deleted(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, MANAGE_MESSAGES).await;
    let roles = ann.get(&format!("/guilds/{}/roles", guild.id)).await.ok();
    let role = text(&roles.as_array().expect("a list").iter().find(|role| role["managed"] == true).expect("a role")["id"]);
    let overwrite = format!("/channels/{}/permissions/{role}", guild.channel);
    assert_eq!(ann.put(&overwrite, &json!({"type": 0, "allow": "2048"})).await.status, 204);
    let mut hears = bot.connects_as_library(&world).await;
    let mut seen = ann.connects().await;
    assert_eq!(ann.delete(&format!("/guilds/{}/members/{}", guild.id, bot.id)).await.status, 204);
    assert_eq!(hears.event("GUILD_DELETE").await, json!({"id": guild.id}));
    assert_eq!(seen.event("GUILD_MEMBER_REMOVE").await["user"]["id"], bot.id.as_str());
    assert_eq!(seen.event("GUILD_ROLE_DELETE").await, json!({"guild_id": guild.id, "role_id": role}));
    bot.get(&format!("/guilds/{}", guild.id)).await.refused(404, 10004);
    let mut world = world;
    world.restart().await;
    let ann = ann.at(&world);
    assert_eq!(ann.get(&format!("/guilds/{}/roles", guild.id)).await.ok().as_array().expect("a list").len(), 1);
    assert_eq!(ann.get(&format!("/channels/{}", guild.channel)).await.ok()["permission_overwrites"], json!([]));
    ann.lets_bot_in(&guild, &bot, 0).await;
    assert_eq!(bot.at(&world).delete(&format!("/users/@me/guilds/{}", guild.id)).await.status, 204, "it may leave, too");
}

async fn a_bot_is_no_owner(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 8).await;
    let path = format!("/guilds/{}", guild.id);
    let refused = ann.patch(&path, &json!({"owner_id": bot.id})).await.refused(400, 50035);
    assert!(refused["errors"]["owner_id"].is_object());
    bot.patch(&path, &json!({"owner_id": bot.id})).await.refused(403, 50013);
    bot.patch(&path, &json!({"name": "Bot friends"})).await.ok();
}

async fn what_a_bot_may_see_changes_with_its_role(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let hidden = ann.makes_channel(&guild, "hidden").await;
    ann.put(&format!("/channels/{hidden}/permissions/{}", guild.id), &json!({"type": 0, "deny": "1024"})).await.ok();
    let mut hears = bot.connects_as_library(&world).await;
    bot.get(&format!("/channels/{hidden}")).await.refused(404, 10003);
    ann.lets_bot_in(&guild, &bot, 8).await;
    assert_eq!(hears.event("GUILD_ROLE_UPDATE").await["role"]["permissions"], "8");
    assert_eq!(hears.event("CHANNEL_CREATE").await["id"], hidden.as_str());
    bot.says(&hidden, "I see you").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    assert_eq!(hears.event("CHANNEL_DELETE").await["id"], hidden.as_str());
    bot.get(&format!("/channels/{hidden}")).await.refused(404, 10003);
}

async fn a_bot_does_what_bots_do(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, MANAGE_CHANNELS).await;
    let (path, channel) = (format!("/guilds/{}", guild.id), format!("/channels/{}", guild.channel));
    let said = bot.says(&guild.channel, "pong").await;
    assert_eq!((&said["author"]["bot"], &said["author"]["id"]), (&json!(true), &json!(bot.id)));
    let message = format!("{channel}/messages/{}", text(&said["id"]));
    assert_eq!(bot.patch(&message, &json!({"content": "pong!"})).await.ok()["content"], "pong!");
    assert_eq!(bot.post(&format!("{channel}/typing"), &json!({})).await.status, 204);
    assert_eq!(bot.reads(&guild.channel).await, ["pong!"]);
    assert_eq!(bot.delete(&message).await.status, 204);
    for path in [path.clone(), format!("{path}/channels"), format!("{path}/roles"), channel, "/users/@me/guilds".to_owned()] {
        bot.get(&path).await.ok();
    }
    let none = json!({"threads": [], "members": []});
    assert_eq!(bot.get(&format!("{path}/threads/active")).await.ok(), none);
    let members = bot.get(&format!("{path}/members?limit=1000")).await.ok();
    let bots = |member: &Value| (text(&member["user"]["username"]), member["user"]["bot"] == true);
    let members: Vec<_> = members.as_array().expect("a list").iter().map(bots).collect();
    assert_eq!(members, [("ann".to_owned(), false), ("teabot".to_owned(), true)]);
    assert_eq!(bot.patch("/users/@me", &json!({"username": "kettle"})).await.ok()["username"], "kettle");
    bot.delete(&format!("{path}/members/{}", ann.id)).await.refused(403, 50013);
}

async fn bots_write_to_people_who_let_them(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    bot.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.refused(403, 50007);
    ann.lets_in(&guild, &[&bob]).await;
    let talk = bot.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok();
    let talk = text(&talk["id"]);
    bot.says(&talk, "tea is ready").await;
    assert_eq!(bob.reads(&talk).await, ["tea is ready"]);
    assert_eq!(bob.put(&format!("/users/@me/blocks/{}", bot.id), &json!({})).await.status, 204);
    bot.post(&format!("/channels/{talk}/messages"), &json!({"content": "!"})).await.refused(403, 50007);
    bob.patch("/users/@me/settings", &json!({"direct_messages": "nobody"})).await.ok();
    let other = bob.makes_bot("other").await;
    other.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.refused(403, 50007);
    bot.post("/users/@me/channels", &json!({"recipients": [ann.id, bob.id]})).await.refused(403, 20001);
}
