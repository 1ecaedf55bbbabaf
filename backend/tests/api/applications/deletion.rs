//! Applications that go, and people who go or are stopped with theirs.

use serde_json::json;

use crate::support::{World, text};

on_both_databases! {
    a_deleted_application_takes_its_bot_out_of_everything,
    who_goes_for_good_takes_their_bots_along,
    whose_account_is_disabled_has_no_bots_that_run,
}

async fn a_deleted_application_takes_its_bot_out_of_everything(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 8).await;
    let said = bot.says(&guild.channel, "I was here").await;
    let mut hears = bot.connects_as_library(&world).await;
    let mut seen = ann.connects().await;
    assert_eq!(ann.delete(&format!("/applications/{}", bot.id)).await.status, 204);
    assert_eq!(hears.closed().await, 4004);
    assert_eq!(seen.event("GUILD_MEMBER_REMOVE").await["user"]["id"], bot.id.as_str());
    seen.event("GUILD_ROLE_DELETE").await;
    let mut world = world;
    for _ in 0..2 {
        let ann = ann.at(&world);
        bot.at(&world).get("/users/@me").await.refused(401, 0);
        ann.get(&format!("/applications/{}", bot.id)).await.refused(404, 10002);
        ann.put(&format!("/guilds/{}/bots/{}", guild.id, bot.id), &json!({})).await.refused(404, 10002);
        let kept = ann.get(&format!("/channels/{}/messages/{}", guild.channel, text(&said["id"]))).await.ok();
        assert_eq!(kept["content"], "I was here");
        assert_eq!(kept["author"]["username"], format!("deleted_user_{}", bot.id));
        assert_eq!(kept["author"]["bot"], true);
        world.restart().await;
    }
    let again = ann.at(&world).post("/applications", &json!({"name": "teabot"})).await.ok();
    assert_eq!(again["bot"]["username"], "teabot", "the name is free again");
}

async fn who_goes_for_good_takes_their_bots_along(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = bob.makes_bot("bobs").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let mut hears = bot.connects_as_library(&world).await;
    assert_eq!(bob.post("/users/@me/delete", &json!({"messages": "keep"})).await.status, 204);
    assert_eq!(hears.closed().await, 4004);
    bot.get("/users/@me").await.refused(401, 0);
    let members = ann.get(&format!("/guilds/{}/members?limit=10", guild.id)).await.ok();
    assert_eq!(members.as_array().expect("a list").len(), 1);
    assert_eq!(ann.get(&format!("/users/{}", bot.id)).await.ok()["username"], format!("deleted_user_{}", bot.id));
}

async fn whose_account_is_disabled_has_no_bots_that_run(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let bot = bob.makes_bot("bobs").await;
    let mut hears = bot.connects_as_library(&world).await;
    let path = format!("/chatspace/admin/users/{}", bob.id);
    ann.patch(&path, &json!({"disabled": true})).await.ok();
    assert_eq!(hears.closed().await, 4004);
    bot.get("/users/@me").await.refused(401, 0);
    ann.patch(&path, &json!({"disabled": false})).await.ok();
    bot.get("/users/@me").await.refused(401, 0);
    let bob = bob.comes_back().await;
    let renewed = bot.with_token(&bob.new_bot_token(&bot).await);
    renewed.get("/users/@me").await.ok();
    ann.patch(&format!("/chatspace/admin/users/{}", bot.id), &json!({"operator": true})).await.refused(404, 10013);
}
