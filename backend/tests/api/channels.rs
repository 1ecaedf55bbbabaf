//! Channels, their order and who sees them.

use serde_json::json;

use crate::support::World;

const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;

on_both_databases! {
    channels_are_made_changed_ordered_and_deleted,
    everything_about_channels_survives_a_restart,
    wrong_channels_are_refused_with_their_fields,
    a_hidden_channel_does_not_exist_for_those_who_may_not_view_it,
    a_message_of_another_channel_is_not_reached_through_ones_own,
    nobody_grants_what_they_do_not_hold,
}

async fn channels_are_made_changed_ordered_and_deleted(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let list = format!("/guilds/{}/channels", guild.id);
    let category = ann.post(&list, &json!({"name": "Quiet", "type": 4})).await;
    assert_eq!(category.status, 201);
    let category = category.ok();
    let channel = ann
        .post(&list, &json!({"name": "green", "topic": "leaves", "parent_id": category["id"], "type": 0, "Channel": {}}))
        .await
        .ok();
    assert_eq!((&channel["parent_id"], &channel["topic"], &channel["position"]), (&category["id"], &json!("leaves"), &json!(1)));
    let path = format!("/channels/{}", channel["id"].as_str().expect("an id"));
    let changed = ann.patch(&path, &json!({"name": "black", "topic": null})).await.ok();
    assert_eq!((&changed["name"], &changed["topic"], &changed["parent_id"]), (&json!("black"), &json!(null), &category["id"]));
    let moved = ann.patch(&list, &json!([{"id": channel["id"], "position": 0}, {"id": guild.channel, "position": 1}])).await;
    assert_eq!(moved.status, 204);
    assert_eq!(ann.get(&path).await.ok()["position"], 0);
    let category_path = format!("/channels/{}", category["id"].as_str().expect("an id"));
    ann.delete(&category_path).await.ok();
    assert_eq!(ann.get(&path).await.ok()["parent_id"], json!(null), "channels of a deleted category move up");
    ann.delete(&path).await.ok();
    ann.get(&path).await.refused(404, 10003);
}

async fn everything_about_channels_survives_a_restart(world: World) {
    let mut world = world;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let list = format!("/guilds/{}/channels", guild.id);
    ann.post(&list, &json!({"name": "green", "topic": "leaves", "rate_limit_per_user": 5, "permission_overwrites": [{"id": guild.id, "type": 0, "allow": 0, "deny": "1024"}]})).await.ok();
    ann.says(&guild.channel, "hi").await;
    let before = (ann.get(&list).await.ok(), ann.get(&format!("/guilds/{}", guild.id)).await.ok());
    world.restart().await;
    let ann = ann.at(&world);
    assert_eq!(before, (ann.get(&list).await.ok(), ann.get(&format!("/guilds/{}", guild.id)).await.ok()));
}

async fn wrong_channels_are_refused_with_their_fields(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let list = format!("/guilds/{}/channels", guild.id);
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": ""}), "name"),
        (json!({"name": "x", "type": 2}), "type"),
        (json!({"name": "x", "parent_id": guild.channel}), "parent_id"),
        (json!({"name": "x", "topic": "x".repeat(1025)}), "topic"),
        (json!({"name": "x", "rate_limit_per_user": 21601}), "rate_limit_per_user"),
        (json!({"name": "x", "position": -1}), "position"),
        (json!({"name": "x", "permission_overwrites": [{"id": "1", "type": 0}]}), "permission_overwrites"),
    ] {
        let refused = ann.post(&list, &body).await.refused(400, 50035);
        assert!(refused["errors"][field].is_object(), "{field}: {refused}");
    }
    assert_eq!(ann.get(&list).await.ok().as_array().expect("a list").len(), 1);
}

async fn a_hidden_channel_does_not_exist_for_those_who_may_not_view_it(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let channel = ann.makes_channel(&guild, "private").await;
    let said = ann.says(&channel, "secret").await;
    let overwrite = format!("/channels/{channel}/permissions/{}", guild.id);
    assert_eq!(ann.put(&overwrite, &json!({"type": 0, "allow": 0, "deny": VIEW_CHANNEL.to_string()})).await.status, 204);
    let message = format!("/channels/{channel}/messages/{}", said["id"].as_str().expect("an id"));
    bob.get(&format!("/channels/{channel}")).await.refused(404, 10003);
    bob.get(&format!("/channels/{channel}/messages")).await.refused(404, 10003);
    bob.get(&message).await.refused(404, 10003);
    bob.delete(&message).await.refused(404, 10003);
    bob.post(&format!("/channels/{channel}/messages"), &json!({"content": "x"})).await.refused(404, 10003);
    bob.post(&format!("/channels/{channel}/invites"), &json!({})).await.refused(404, 10003);
    let seen = bob.get(&format!("/guilds/{}/channels", guild.id)).await.ok();
    assert_eq!(seen.as_array().expect("a list").len(), 1);
    let own = format!("/channels/{channel}/permissions/{}", bob.id);
    assert_eq!(ann.put(&own, &json!({"type": 1, "allow": VIEW_CHANNEL, "deny": 0, "id": bob.id})).await.status, 204);
    assert_eq!(bob.reads(&channel).await, ["secret"]);
    assert_eq!(ann.delete(&own).await.status, 204);
    ann.delete(&own).await.refused(404, 10009);
    bob.get(&message).await.refused(404, 10003);
}

async fn a_message_of_another_channel_is_not_reached_through_ones_own(world: World) {
    let ann = world.person("ann").await;
    let cyd = world.person("cyd").await;
    let anns = ann.makes_guild("Tea friends").await;
    let cyds = cyd.makes_guild("Coffee friends").await;
    let said = ann.says(&anns.channel, "tea").await;
    let crossed = format!("/channels/{}/messages/{}", cyds.channel, said["id"].as_str().expect("an id"));
    cyd.get(&crossed).await.refused(404, 10008);
    cyd.patch(&crossed, &json!({"content": "coffee"})).await.refused(404, 10008);
    cyd.delete(&crossed).await.refused(404, 10008);
    cyd.post(
        &format!("/channels/{}/messages", cyds.channel),
        &json!({"content": "x", "message_reference": {"message_id": said["id"]}}),
    )
    .await
    .refused(400, 50035);
    assert_eq!(ann.reads(&anns.channel).await, ["tea"]);
}

async fn nobody_grants_what_they_do_not_hold(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let everyone = format!("/channels/{}/permissions/{}", guild.channel, guild.id);
    bob.put(&everyone, &json!({"type": 0, "allow": 8, "deny": 0})).await.refused(403, 50013);
    let manage_roles = 1_u64 << 28;
    let own = format!("/channels/{}/permissions/{}", guild.channel, bob.id);
    ann.put(&own, &json!({"type": 1, "allow": manage_roles.to_string(), "deny": 0})).await;
    bob.put(&own, &json!({"type": 1, "allow": 8, "deny": 0})).await.refused(403, 50013);
    bob.put(&own, &json!({"type": 1, "allow": (1_u64 << 13).to_string(), "deny": 0})).await.refused(403, 50013);
    assert_eq!(bob.put(&everyone, &json!({"type": 0, "allow": 0, "deny": SEND_MESSAGES.to_string()})).await.status, 204);
    bob.post(&format!("/channels/{}/messages", guild.channel), &json!({"content": "x"})).await.refused(403, 50013);
}
