//! What others see of a person: the status that they have chosen, and the text that they have set for a while.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, Socket, World};

/// Longer than the sweeper's round.
const MOMENT: Duration = Duration::from_millis(1500);

/// Ann's guild with Bob in it.
async fn two(world: &World) -> (Person, Person, Guild) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    (ann, bob, guild)
}

/// What the socket is told next of a person.
async fn presence_of(socket: &mut Socket, person: &Person) -> Value {
    loop {
        let told = socket.event("PRESENCE_UPDATE").await;
        if told["user"] == json!({"id": person.id}) {
            return told;
        }
    }
}

fn in_a_minute(world: &World) -> String {
    world.clock.now().after(Duration::from_secs(60)).to_string()
}

on_both_databases! {
    async fn a_status_text_ends_by_itself_and_all_are_told(world: World) {
        let (ann, bob, _) = two(&world).await;
        let mut others = bob.connects().await;
        let mut own = ann.connects().await;
        presence_of(&mut others, &ann).await;
        let end = in_a_minute(&world);
        let change = json!({"custom_status": "Having tea", "custom_status_expires_at": end});
        let changed = ann.patch("/users/@me", &change).await.ok();
        assert_eq!(changed["chatspace"]["custom_status_expires_at"], end.as_str());
        assert_eq!(own.event("USER_UPDATE").await["chatspace"]["custom_status_expires_at"], end.as_str());
        assert_eq!(presence_of(&mut others, &ann).await["activities"][0]["state"], "Having tea");
        world.pass(Duration::from_secs(59));
        tokio::time::sleep(MOMENT).await;
        assert_eq!(ann.get("/users/@me").await.ok()["chatspace"]["custom_status"], "Having tea");
        world.pass(Duration::from_secs(2));
        let ended = own.event("USER_UPDATE").await;
        assert_eq!((&ended["chatspace"]["custom_status"], &ended["chatspace"]["custom_status_expires_at"]), (&Value::Null, &Value::Null));
        let told = presence_of(&mut others, &ann).await;
        assert_eq!((&told["status"], &told["activities"]), (&json!("online"), &json!([])));
        assert_eq!(bob.get(&format!("/users/{}/profile", ann.id)).await.ok()["custom_status"], Value::Null);
    }

    async fn the_end_of_a_status_text_survives_a_restart_and_can_be_moved(world: World) {
        let mut world = world;
        let (ann, ..) = two(&world).await;
        let end = in_a_minute(&world);
        ann.patch("/users/@me", &json!({"custom_status": "Having tea", "custom_status_expires_at": end})).await.ok();
        world.restart().await;
        let ann = ann.at(&world);
        let own = |user: &Value| (user["chatspace"]["custom_status"].clone(), user["chatspace"]["custom_status_expires_at"].clone());
        assert_eq!(own(&ann.get("/users/@me").await.ok()), (json!("Having tea"), json!(end)));
        let forever = ann.patch("/users/@me", &json!({"custom_status_expires_at": null})).await.ok();
        assert_eq!(own(&forever), (json!("Having tea"), Value::Null));
        world.pass(Duration::from_secs(61));
        tokio::time::sleep(MOMENT).await;
        assert_eq!(own(&ann.get("/users/@me").await.ok()).0, "Having tea");
        let end = in_a_minute(&world);
        ann.patch("/users/@me", &json!({"custom_status_expires_at": end})).await.ok();
        let other = ann.patch("/users/@me", &json!({"custom_status": "Away"})).await.ok();
        assert_eq!(own(&other), (json!("Away"), Value::Null), "another status has its own end");
        ann.patch("/users/@me", &json!({"custom_status_expires_at": in_a_minute(&world)})).await.ok();
        world.restart().await;
        world.pass(Duration::from_secs(61));
        tokio::time::sleep(MOMENT).await;
        assert_eq!(own(&ann.at(&world).get("/users/@me").await.ok()), (Value::Null, Value::Null));
        let ann = ann.at(&world).comes_back().await;
        let past = world.clock.now().to_string();
        for bad in [json!(past), json!("tomorrow"), json!(7)] {
            ann.patch("/users/@me", &json!({"custom_status": "x", "custom_status_expires_at": bad})).await.refused(400, 50035);
        }
    }
}
