//! Applications and their bots.

mod commands;
mod deletion;
mod gateway;
mod guilds;
mod libraries;
mod limits;

use serde_json::{Value, json};

use crate::support::{World, text};

on_both_databases! {
    an_application_is_made_with_a_bot_that_has_its_id,
    an_application_is_its_owners_alone,
    a_bot_logs_in_with_its_token_and_sees_itself,
    a_new_token_ends_the_one_before_it,
    what_is_for_people_is_closed_to_bots,
}

async fn an_application_is_made_with_a_bot_that_has_its_id(world: World) {
    let ann = world.person("ann").await;
    let answer = ann.post("/applications", &json!({"name": " Tea Timer ", "description": "Says when"})).await;
    assert_eq!(answer.status, 201);
    let made = answer.ok();
    assert_eq!(made["bot"]["id"], made["id"]);
    assert_eq!((&made["name"], &made["description"]), (&json!("Tea Timer"), &json!("Says when")));
    let bot = (&made["bot"]["username"], &made["bot"]["global_name"], &made["bot"]["bot"]);
    assert_eq!(bot, (&json!("tea_timer"), &json!("Tea Timer"), &json!(true)));
    assert_eq!(made["owner"]["id"], ann.id.as_str());
    assert!(made.get("token").is_none());
    let second = ann.post("/applications", &json!({"name": "Tea Timer"})).await.ok();
    assert_eq!(second["bot"]["username"], "tea_timer_2", "another may have the name, but not the user name");
    assert_eq!(ann.get("/applications").await.ok(), json!([made, second]));
    let path = format!("/applications/{}", text(&made["id"]));
    assert_eq!(ann.get(&path).await.ok(), made);
    for bad in [json!({}), json!({"name": "x"}), json!({"name": "x".repeat(33)}), json!({"name": "te\u{202e}a"})] {
        ann.post("/applications", &bad).await.refused(400, 50035);
    }
}

async fn an_application_is_its_owners_alone(world: World) {
    let ann = world.person("ann").await;
    let cyd = world.person("cyd").await;
    let bot = ann.makes_bot("teabot").await;
    let path = format!("/applications/{}", bot.id);
    assert_eq!(cyd.get("/applications").await.ok(), json!([]));
    for id in [bot.id.as_str(), ann.id.as_str(), "1"] {
        let path = format!("/applications/{id}");
        cyd.get(&path).await.refused(404, 10002);
        cyd.patch(&path, &json!({"name": "mine"})).await.refused(404, 10002);
        cyd.delete(&path).await.refused(404, 10002);
        cyd.post(&format!("{path}/bot/token"), &json!({})).await.refused(404, 10002);
    }
    world.stranger().post("/applications", &json!({"name": "teabot"})).await.refused(401, 0);
    let changed = ann.patch(&path, &json!({"name": "Coffee bot", "bot_public": false})).await.ok();
    assert_eq!((&changed["name"], &changed["bot_public"]), (&json!("Coffee bot"), &json!(false)));
    assert_eq!(bot.get("/users/@me").await.ok()["global_name"], "Coffee bot", "it is the name of the bot, too");
    assert_eq!(ann.get(&path).await.ok(), changed);
}

async fn a_bot_logs_in_with_its_token_and_sees_itself(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let token = bot.bare_token();
    assert!(token.starts_with(['M', 'N', 'O']) && token.split('.').count() == 3);
    let me = bot.get("/users/@me").await.ok();
    assert_eq!((&me["id"], &me["bot"], &me["email"]), (&json!(bot.id), &json!(true), &Value::Null));
    let own = ann.get(&format!("/applications/{}", bot.id)).await.ok();
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        assert_eq!(bot.get(path).await.ok(), own, "{path}");
        ann.get(path).await.refused(403, 20002);
    }
    assert_eq!(ann.get(&format!("/users/{}", bot.id)).await.ok()["bot"], true);
    for token in [token.to_owned(), format!("Bearer {token}"), format!("Bot {token}x"), "Bot x".to_owned()] {
        let request = reqwest::Client::new().get(world.url("/api/v10/users/@me")).header("authorization", &token);
        crate::support::Person::answer(request).await.refused(401, 0);
    }
    let as_bot = ann.with_token(&format!("Bot {}", ann.token));
    as_bot.get("/users/@me").await.refused(401, 0);
}

async fn a_new_token_ends_the_one_before_it(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let renewed = bot.with_token(&ann.new_bot_token(&bot).await);
    bot.get("/users/@me").await.refused(401, 0);
    renewed.get("/users/@me").await.ok();
    let mut world = world;
    world.restart().await;
    bot.at(&world).get("/users/@me").await.refused(401, 0);
    renewed.at(&world).get("/users/@me").await.ok();
}

async fn what_is_for_people_is_closed_to_bots(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let guild = ann.makes_guild("Tea friends").await;
    let invite = ann.invites_to(&guild).await;
    ann.lets_bot_in(&guild, &bot, 8).await;
    for path in ["/applications", "/auth/sessions", "/users/@me/settings", "/users/@me/blocks", "/chatspace/admin/users"] {
        bot.get(path).await.refused(403, 20001);
    }
    let posts = [
        "/guilds".to_owned(),
        "/applications".to_owned(),
        format!("/applications/{}/bot/token", bot.id),
        "/auth/login".to_owned(),
        "/auth/register".to_owned(),
        "/auth/password".to_owned(),
        "/users/@me/export".to_owned(),
        "/users/@me/delete".to_owned(),
        "/users/@me/push-subscriptions".to_owned(),
        format!("/invites/{invite}"),
    ];
    for path in posts {
        bot.post(&path, &json!({"name": "Mine"})).await.refused(403, 20001);
    }
    bot.put(&format!("/guilds/{}/bots/{}", guild.id, bot.id), &json!({})).await.refused(403, 20001);
    bot.delete(&format!("/guilds/{}", guild.id)).await.refused(403, 20001);
    bot.get("/tea").await.refused(404, 0);
    let form = json!({"email": "teabot@example.org", "password": crate::support::PASSWORD});
    world.stranger().post("/auth/login", &form).await.refused(400, 50035);
}
