//! What is too much for one write job is done in several, and nobody sees that it is not done yet.

use serde_json::json;

use crate::support::World;

/// More than a step deletes.
const MANY: usize = 450;

on_both_databases! {
    a_deleted_guild_is_gone_at_once_and_its_rows_go_afterwards_even_if_the_server_is_restarted,
    a_deleted_channel_is_gone_at_once_and_others_stay,
    messages_of_somebody_who_is_gone_are_erased_in_steps_that_go_on_where_the_last_one_ended,
    no_more_than_a_hundred_unread_mentions_are_counted,
    deleting_an_everyone_mention_publishes_the_remaining_counts,
}

async fn a_deleted_guild_is_gone_at_once_and_its_rows_go_afterwards_even_if_the_server_is_restarted(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    let code = ann.invites_to(&guild).await;
    bob.joins(&code).await;
    let channel = guild.channel.clone();
    world.fills((&guild.id, &channel), &ann.id, MANY).await;
    bob.post(&format!("/channels/{channel}/messages"), &json!({"content": "hello"})).await.ok();
    assert_eq!(ann.delete(&format!("/guilds/{}", guild.id)).await.status, 204);
    let mut world = world;
    world.restart().await;
    let (ann, bob) = (ann.at(&world), bob.at(&world));
    for person in [&ann, &bob] {
        person.get(&format!("/guilds/{}", guild.id)).await.refused(404, 10004);
        person.get(&format!("/channels/{channel}/messages")).await.refused(404, 10003);
        assert_eq!(person.get("/users/@me/guilds").await.ok(), json!([]));
        person.get(&format!("/invites/{code}")).await.refused(404, 10006);
        assert_eq!(person.get("/users/@me/mentions").await.ok(), json!([]));
    }
    world.empties("SELECT count(*) FROM deletions").await;
    for table in ["guilds", "channels", "members", "roles", "messages", "mentions", "read_states", "invites"] {
        assert_eq!(world.counts(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}

async fn a_deleted_channel_is_gone_at_once_and_others_stay(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let channel = ann.makes_channel(&guild, "herbs").await;
    world.fills((&guild.id, &channel), &ann.id, MANY).await;
    ann.says(&guild.channel, "stays").await;
    ann.delete(&format!("/channels/{channel}")).await.ok();
    ann.get(&format!("/channels/{channel}/messages")).await.refused(404, 10003);
    world.empties("SELECT count(*) FROM deletions").await;
    assert_eq!(world.counts(&format!("SELECT count(*) FROM messages WHERE channel_id = {channel}")).await, 0);
    assert_eq!(world.counts(&format!("SELECT count(*) FROM channels WHERE id = {channel}")).await, 0);
    assert_eq!(ann.reads(&guild.channel).await, ["stays"]);
}

async fn messages_of_somebody_who_is_gone_are_erased_in_steps_that_go_on_where_the_last_one_ended(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    world.fills((&guild.id, &guild.channel), &bob.id, MANY).await;
    ann.says(&guild.channel, "stays").await;
    bob.post("/users/@me/delete", &json!({"messages": "erase"})).await;
    world.empties("SELECT count(*) FROM erasures").await;
    assert_eq!(ann.reads(&guild.channel).await, ["stays"]);
}

async fn no_more_than_a_hundred_unread_mentions_are_counted(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    world.pass(std::time::Duration::from_secs(1));
    ann.says(&guild.channel, "first").await;
    world.fills((&guild.id, &guild.channel), &ann.id, MANY).await;
    let socket = bob.connects().await;
    assert_eq!(socket.seen[0].1["chatspace"]["read_states"][0]["mention_count"], 100);
}

async fn deleting_an_everyone_mention_publishes_the_remaining_counts(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let mut crowd = Vec::new();
    for number in 0..20 {
        let person = world.person(&format!("guest{number}")).await;
        ann.lets_in(&guild, &[&person]).await;
        crowd.push(person.connects().await);
    }
    world.pass(std::time::Duration::from_secs(1));
    let said = ann.says(&guild.channel, "tea is ready @everyone").await;
    let path = format!("/channels/{}/messages/{}", guild.channel, said["id"].as_str().expect("an id"));
    assert_eq!(ann.delete(&path).await.status, 204);
    for socket in &mut crowd {
        let told = socket.event("CHATSPACE_MESSAGE_ACK").await;
        assert_eq!(told["read_states"][0]["mention_count"], 0);
    }
}
