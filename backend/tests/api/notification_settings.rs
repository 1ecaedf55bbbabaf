//! What one wants to hear of: kept, told to all devices, and only for what one sees.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, World, text};

const UPDATE: &str = "CHATSPACE_NOTIFICATION_SETTINGS_UPDATE";

async fn friends(world: &World) -> (Person, Person, Guild) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    (ann, bob, guild)
}

fn path(place: &str) -> String {
    format!("/users/@me/notification-settings/{place}")
}

fn setting(place: &str, level: &Value, muted: bool) -> Value {
    json!({"scope_id": place, "level": level, "muted": muted, "muted_until": null, "suppress_everyone": false, "suppress_roles": false})
}

on_both_databases! {
    settings_are_published_to_all_devices_and_survive_a_restart,
    a_mute_may_have_an_end_that_lies_ahead,
    only_for_what_one_sees_something_can_be_set,
    what_is_wrong_is_refused,
}

async fn settings_are_published_to_all_devices_and_survive_a_restart(world: World) {
    let mut world = world;
    let (_, bob, guild) = friends(&world).await;
    let mut phone = bob.connects().await;
    assert_eq!(phone.seen[0].1["chatspace"]["notification_settings"], json!([]));
    let of_guild = setting(&guild.id, &json!("all"), false);
    assert_eq!(bob.put(&path(&guild.id), &json!({"level": "all"})).await.ok(), of_guild);
    assert_eq!(phone.event(UPDATE).await, of_guild);
    let of_channel = setting(&guild.channel, &Value::Null, true);
    assert_eq!(
        bob.put(&path(&guild.channel), &json!({"level": null, "muted": true, "muted_until": null})).await.ok(),
        of_channel
    );
    world.restart().await;
    let bob = bob.at(&world);
    let mut all = vec![of_guild, of_channel];
    all.sort_by_key(|setting| text(&setting["scope_id"]));
    assert_eq!(bob.get("/users/@me/notification-settings").await.ok(), json!(all));
    assert_eq!(bob.connects().await.seen[0].1["chatspace"]["notification_settings"], json!(all));
    bob.put(&path(&guild.id), &json!({})).await.ok();
    assert_eq!(bob.get("/users/@me/notification-settings").await.ok(), json!([all.into_iter().find(|one| one["muted"] == true)]));
}

async fn a_mute_may_have_an_end_that_lies_ahead(world: World) {
    let (_, bob, guild) = friends(&world).await;
    let at = |time: Duration| json!({"muted": true, "muted_until": world.clock.now().after(time).to_string()});
    let hour = at(Duration::from_hours(1));
    assert_eq!(bob.put(&path(&guild.id), &hour).await.ok()["muted_until"], hour["muted_until"]);
    let refused = bob.put(&path(&guild.id), &at(Duration::ZERO)).await.refused(400, 50035);
    assert!(refused["errors"]["muted_until"].is_object(), "{refused}");
    let heard = json!({"muted": false, "muted_until": hour["muted_until"], "suppress_roles": true});
    assert_eq!(bob.put(&path(&guild.id), &heard).await.ok()["muted_until"], Value::Null);
}

async fn only_for_what_one_sees_something_can_be_set(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let eve = world.person("eve").await;
    bob.put(&path(&guild.channel), &json!({"level": "nothing"})).await.ok();
    ann.put(&format!("/channels/{}/permissions/{}", guild.channel, bob.id), &json!({"type": 1, "deny": "1024"})).await.ok();
    let unknown = bob.put(&path("1538016506728808461"), &json!({"muted": true})).await.refused(404, 10003);
    for (person, place) in [(&bob, &guild.channel), (&eve, &guild.channel), (&eve, &guild.id)] {
        assert_eq!(person.put(&path(place), &json!({"muted": true})).await.refused(404, 10003), unknown);
    }
    assert_eq!(bob.get("/users/@me/notification-settings").await.ok(), json!([]), "what is out of sight is not shown");
    let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
    bob.put(&path(&dm), &json!({"muted": true})).await.ok();
    eve.put(&path(&dm), &json!({"muted": true})).await.refused(404, 10003);
}

async fn what_is_wrong_is_refused(world: World) {
    let (_, bob, guild) = friends(&world).await;
    for bad in [
        json!({"level": "some"}),
        json!({"muted": "yes"}),
        json!({"muted_until": "soon"}),
        json!({"scope_id": guild.id}),
        json!({"muted": null}),
    ] {
        let answer = bob.put(&path(&guild.id), &bad).await;
        assert_eq!(answer.status, 400, "{bad}: {}", answer.body);
    }
    bob.put(&path("tea"), &json!({})).await.refused(400, 50035);
}
