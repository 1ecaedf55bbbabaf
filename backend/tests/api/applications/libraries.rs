//! What libraries need that nothing else does: without it they do not start, or stop.

use serde_json::{Value, json};

use crate::support::{Socket, World, text};

/// What libraries ask for about what there is none of.
const EMPTY: &[(&str, &str)] = &[
    ("/soundboard-default-sounds", "[]"),
    ("/sticker-packs", r#"{"sticker_packs":[]}"#),
    ("/guilds/{}/integrations", "[]"),
    ("/guilds/{}/templates", "[]"),
    ("/guilds/{}/vanity-url", r#"{"code":null,"uses":0}"#),
    ("/guilds/{}/widget", r#"{"enabled":false,"channel_id":null}"#),
    ("/guilds/{}/welcome-screen", r#"{"description":null,"welcome_channels":[]}"#),
    ("/guilds/{}/soundboard-sounds", r#"{"items":[]}"#),
    ("/applications/@/skus", "[]"),
    ("/applications/@/entitlements", "[]"),
    ("/applications/@/role-connections/metadata", "[]"),
];

on_both_databases! {
    every_frame_has_all_four_fields,
    what_there_is_none_of_is_empty_and_no_error,
    a_whole_number_may_have_a_fraction_of_zero,
    to_a_bot_an_unknown_route_is_unknown_and_a_known_path_refuses_other_methods,
    a_command_that_is_typed_is_one_word_in_small_letters,
}

async fn every_frame_has_all_four_fields(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let whole = |frame: &Value| ["op", "d", "s", "t"].iter().all(|field| frame.get(*field).is_some());
    let mut socket = Socket::open(&world.address()).await;
    socket.sends(1, Value::Null).await;
    let beat = socket.op(11).await;
    assert!(whole(&beat), "{beat}");
    socket.sends(6, json!({"token": bot.bare_token(), "session_id": "none", "seq": 1})).await;
    let invalid = socket.op(9).await;
    assert!(whole(&invalid) && invalid["d"] == false, "{invalid}");
    socket.sends(2, json!({"token": bot.bare_token(), "intents": 1, "properties": {}})).await;
    let ready = socket.op(0).await;
    assert!(whole(&ready) && ready["t"] == "READY" && ready["s"] == 1, "{ready}");
}

async fn what_there_is_none_of_is_empty_and_no_error(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let (bot, other) = (ann.makes_bot("teabot").await, ann.makes_bot("other").await);
    ann.lets_bot_in(&guild, &bot, 0).await;
    for (path, empty) in EMPTY {
        let own = path.replace("{}", &guild.id).replace('@', &bot.id);
        let expected: Value = serde_json::from_str(empty).expect("JSON");
        assert_eq!(bot.get(&own).await.ok(), expected, "{path}");
        let refused = other.get(&own).await;
        match path {
            path if path.contains("{}") => refused.refused(404, 10004),
            path if path.contains('@') => refused.refused(404, 10002),
            _ => refused.ok(),
        };
    }
    for path in ["/voice/regions".to_owned(), format!("/guilds/{}/regions", guild.id)] {
        assert_eq!(bot.get(&path).await.ok()[0]["id"], "local", "{path}");
    }
    let onboarding = bot.get(&format!("/guilds/{}/onboarding", guild.id)).await.ok();
    assert_eq!((&onboarding["guild_id"], &onboarding["enabled"]), (&json!(guild.id), &json!(false)));
    let application = bot.get("/applications/@me").await.ok();
    assert_eq!(application["summary"], "");
}

async fn a_whole_number_may_have_a_fraction_of_zero(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 8).await;
    let made = bot
        .post(&format!("/guilds/{}/channels", guild.id), &json!({"name": "slow", "type": 0.0, "rate_limit_per_user": 5.0}))
        .await
        .ok();
    assert_eq!((&made["type"], &made["rate_limit_per_user"]), (&json!(0), &json!(5)));
    let path = format!("/channels/{}", text(&made["id"]));
    bot.patch(&path, &json!({"rate_limit_per_user": 2.5})).await.refused(400, 50035);
    bot.patch(&path, &json!({"rate_limit_per_user": "5.0"})).await.refused(400, 50035);
    let list = format!("/guilds/{}/channels", guild.id);
    assert_eq!(bot.patch(&list, &json!([{"id": made["id"], "position": 3.0}])).await.status, 204);
    assert_eq!(bot.get(&path).await.ok()["position"], 3);
    let invite = bot.post(&format!("{path}/invites"), &json!({"max_age": 60.0, "max_uses": 1e1})).await.ok();
    assert_eq!((&invite["max_age"], &invite["max_uses"]), (&json!(60), &json!(10)));
    assert_eq!(bot.get(&format!("{path}/messages?limit=5.0")).await.status, 200);
    bot.get(&format!("{path}/messages?limit=5.5")).await.refused(400, 50035);
    let mut socket = bot.connects_as_library(&world).await;
    socket.sends(8, json!({"guild_id": guild.id, "query": "a", "limit": 5.0})).await;
    assert_eq!(socket.event("GUILD_MEMBERS_CHUNK").await["members"].as_array().expect("a list").len(), 1);
}

async fn to_a_bot_an_unknown_route_is_unknown_and_a_known_path_refuses_other_methods(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 8).await;
    for path in [format!("/channels/{}/webhooks", guild.channel), format!("/guilds/{}/nothing", guild.id), "/nothing".into()] {
        let status = bot.post(&path, &json!({})).await.status.as_u16();
        assert!([404, 405].contains(&status), "{path}: {status}");
    }
    bot.post("/nothing", &json!({})).await.refused(404, 0);
    bot.put("/users/@me", &json!({})).await.refused(405, 0);
}

async fn a_command_that_is_typed_is_one_word_in_small_letters(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let path = format!("/applications/{}/commands", bot.id);
    for good in ["tea", "чай", "tea-time_2", "ชา", "お茶"] {
        assert!(
            bot.post(
                &path,
                &json!({"name": good, "description": "d", "options": [{"name": good, "description": "d", "type": 3}]})
            )
            .await
            .status
            .is_success(),
            "{good}"
        );
    }
    for bad in ["Tea", "tea time", "Чай", "tea!", "tea/", "☕"] {
        bot.post(&path, &json!({"name": bad, "description": "d"})).await.refused(400, 50035);
        let option = json!([{"name": bad, "description": "d", "type": 3}]);
        bot.post(&path, &json!({"name": "tea", "description": "d", "options": option})).await.refused(400, 50035);
        let group = json!([{"name": "group", "description": "d", "type": 2, "options": option}]);
        bot.post(&path, &json!({"name": "tea", "description": "d", "options": group})).await.refused(400, 50035);
        let local = json!({"name": "tea", "description": "d", "name_localizations": {"_errors": bad}});
        bot.post(&path, &local).await.refused(400, 50035);
    }
    assert_eq!(bot.post(&path, &json!({"name": "Tea for them", "type": 2})).await.status, 201, "what stands in a menu is a name");
}
