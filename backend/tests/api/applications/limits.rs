//! How many there may be.

use serde_json::json;

use crate::support::{Engine, World};

on_both_databases! {
    a_person_has_so_many_applications_and_a_guild_so_many_bots,
}

async fn a_person_has_so_many_applications_and_a_guild_so_many_bots(world: World) {
    let ann = world.person("ann").await;
    let (bob, cyd) = (world.person("bob").await, world.person("cyd").await);
    let guild = ann.makes_guild("Tea friends").await;
    for owner in [&ann, &bob] {
        for _ in 0..25 {
            let made = owner.post("/applications", &json!({"name": "Bot"})).await.ok();
            let path = format!("/guilds/{}/bots/{}", guild.id, made["id"].as_str().expect("an id"));
            assert_eq!(ann.put(&path, &json!({})).await.status, 204);
        }
    }
    ann.post("/applications", &json!({"name": "Bot"})).await.refused(400, 200_030);
    let one_more = cyd.makes_bot("Bot").await;
    ann.put(&format!("/guilds/{}/bots/{}", guild.id, one_more.id), &json!({})).await.refused(400, 200_031);
    ann.lets_in(&guild, &[&cyd]).await;
}

#[actix_web::test]
async fn a_rate_limited_bot_gets_a_retry_after() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let path = format!("/channels/{}/messages", guild.channel);
    for _ in 0..5 {
        bot.post(&path, &json!({"content": "tea"})).await.ok();
    }
    let refused = bot.post(&path, &json!({"content": "tea"})).await;
    for header in
        ["via", "retry-after", "x-ratelimit-bucket", "x-ratelimit-remaining", "x-ratelimit-reset-after", "x-ratelimit-scope"]
    {
        assert!(refused.headers.contains_key(header), "{header}");
    }
    assert!(refused.refused(429, 0)["retry_after"].is_f64());
    ann.says(&guild.channel, "people are not held for it").await;
}
