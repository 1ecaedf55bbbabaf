//! Conversations of two: they are opened, talked in, closed, and come back.

use serde_json::{Value, json};

use crate::support::{Person, World, text};

const UPDATE: &str = "CHATSPACE_PRIVATE_CHANNEL_UPDATE";

/// Two people who know each other from a guild.
async fn friends(world: &World) -> (Person, Person) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    (ann, bob)
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| text(&one["id"])).collect()
}

on_both_databases! {
    async fn two_people_have_one_conversation_however_they_open_it(world: World) {
        let (ann, bob) = friends(&world).await;
        let first = ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok();
        assert_eq!((&first["type"], &first["flags"], &first["last_message_id"]), (&json!(1), &json!(0), &Value::Null));
        assert_eq!(ids(&first["recipients"]), [bob.id.as_str()]);
        for absent in ["guild_id", "name", "icon", "owner_id"] {
            assert!(first.get(absent).is_none(), "{absent}");
        }
        let number: u64 = ann.id.parse().expect("a number");
        let again = bob.post("/users/@me/channels", &json!({"recipient_id": number})).await.ok();
        assert_eq!(again["id"], first["id"]);
        assert_eq!(ids(&again["recipients"]), [ann.id.as_str()]);
    }

    async fn what_is_said_between_two_reaches_both_and_survives_a_restart(world: World) {
        let mut world = world;
        let (ann, bob) = friends(&world).await;
        let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
        assert_eq!(bob.get("/users/@me/channels").await.ok(), json!([]), "the other one learns of it with the first message");
        let (mut anns, mut bobs) = (ann.connects().await, bob.connects().await);
        ann.says(&dm, "Привіт").await;
        let shown = bobs.event(UPDATE).await;
        assert_eq!((text(&shown["id"]), ids(&shown["recipients"])), (dm.clone(), vec![ann.id.clone()]));
        let told = bobs.event("MESSAGE_CREATE").await;
        assert_eq!(told["content"], "Привіт");
        assert!(told.get("guild_id").is_none() && told.get("member").is_none(), "{told}");
        assert_eq!(anns.event("MESSAGE_CREATE").await["content"], "Привіт");
        world.restart().await;
        let (ann, bob) = (ann.at(&world), bob.at(&world));
        assert_eq!(ids(&bob.get("/users/@me/channels").await.ok()), [dm.as_str()]);
        bob.says(&dm, "hello").await;
        assert_eq!(ann.reads(&dm).await, ["hello", "Привіт"]);
    }

    async fn the_first_picture_has_conversations_settings_and_blocks(world: World) {
        let (ann, bob) = friends(&world).await;
        let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
        bob.put(&format!("/users/@me/blocks/{}", ann.id), &json!({})).await.ok();
        let anns = ann.connects().await;
        let ready = &anns.seen[0].1;
        assert_eq!(ids(&ready["private_channels"]), [dm]);
        let settings = json!({"direct_messages": "shared_guild", "status": "online", "push_text": false});
        assert_eq!(ready["chatspace"]["settings"], settings);
        assert_eq!(ready["chatspace"]["blocks"], json!([]));
        let bobs = bob.connects().await;
        assert_eq!(ids(&bobs.seen[0].1["chatspace"]["blocks"]), [ann.id.as_str()]);
    }

    async fn strangers_see_nothing_of_a_conversation(world: World) {
        let (ann, bob) = friends(&world).await;
        let eve = world.person("eve").await;
        let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
        let said = text(&ann.says(&dm, "hello").await["id"]);
        for path in [format!("/channels/{dm}/messages"), format!("/channels/{dm}/messages/{said}"), format!("/channels/{dm}")] {
            eve.get(&path).await.refused(404, 10003);
        }
        eve.post(&format!("/channels/{dm}/messages"), &json!({"content": "hi"})).await.refused(404, 10003);
        eve.post(&format!("/channels/{dm}/typing"), &json!({})).await.refused(404, 10003);
        assert_eq!(bob.reads(&dm).await, ["hello"]);
        assert_eq!(eve.get("/users/@me/channels").await.ok(), json!([]));
    }

    async fn settings_are_kept_and_told_to_all_of_ones_sessions(world: World) {
        let mut world = world;
        let ann = world.person("ann").await;
        let mut phone = ann.connects().await;
        let wanted = json!({"direct_messages": "nobody", "status": "dnd", "push_text": true});
        assert_eq!(ann.patch("/users/@me/settings", &wanted).await.ok(), wanted);
        assert_eq!(phone.event("CHATSPACE_SETTINGS_UPDATE").await, wanted);
        ann.patch("/users/@me/settings", &json!({"direct_messages": "friends"})).await.refused(400, 50035);
        ann.patch("/users/@me/settings", &json!({"operator": true})).await.refused(400, 50035);
        world.restart().await;
        assert_eq!(ann.at(&world).get("/users/@me/settings").await.ok(), wanted);
    }
}
