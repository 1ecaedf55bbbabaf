//! Conversations of two: they are opened, talked in, closed, and come back.

use std::collections::HashSet;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{DELETE, Scene, UPDATE, heard, ids, list_of, news, opens, tries_to_say};
use crate::support::{Engine, Socket, World, text};

#[actix_web::test]
async fn ten_are_opened_in_a_minute() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    bob.patch("/users/@me/settings", &json!({"direct_messages": "everyone"})).await.ok();
    for _ in 0..10 {
        opens(&ann, &bob).await;
    }
    ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.refused(429, 0);
    world.pass(std::time::Duration::from_secs(7));
    opens(&ann, &bob).await;
}

on_both_databases! {
    two_users_have_one_dm_channel,
    many_who_open_it_at_once_get_the_same,
    users_without_a_common_guild_have_no_dm,
    the_first_message_shows_it_to_the_other_one,
    what_is_said_survives_a_restart,
    messages_are_edited_deleted_replied_to_and_mention_as_in_guilds,
    who_closes_it_has_it_back_with_the_next_message,
    strangers_see_nothing_of_it,
    of_two_nobody_is_added_taken_out_or_named,
    ready_has_dm_channels_settings_and_blocks,
    a_client_without_extensions_receives_messages_only,
}

async fn two_users_have_one_dm_channel(world: World) {
    let scene = Scene::of(world).await;
    let (ann, bob) = (&scene.ann, &scene.bob);
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
    let listed = bob.post("/users/@me/channels", &json!({"recipients": [ann.id, ann.id, bob.id]})).await.ok();
    assert_eq!(listed["id"], first["id"], "a list with one other person is that person");
    assert_eq!(ann.get(&format!("/channels/{}", text(&first["id"]))).await.ok(), first);
}

async fn many_who_open_it_at_once_get_the_same(world: World) {
    let scene = Scene::of(world).await;
    let (ann, bob) = (&scene.ann, &scene.bob);
    let opened = join_all((0..20).map(|n| if n % 2 == 0 { opens(ann, bob) } else { opens(bob, ann) }));
    let found: HashSet<_> = opened.await.into_iter().collect();
    assert_eq!(found.len(), 1);
    assert_ne!(found.into_iter().next(), Some(opens(&scene.ann, &scene.cyd).await), "another person is another conversation");
}

async fn users_without_a_common_guild_have_no_dm(world: World) {
    let scene = Scene::of(world).await;
    let own = scene.ann.id.as_str();
    for wrong in [
        json!({}),
        json!({"recipient_id": own}),
        json!({"recipient_id": 1}),
        json!({"recipients": []}),
        json!({"recipients": [own]}),
    ] {
        scene.ann.post("/users/@me/channels", &wrong).await.refused(400, 50033);
    }
    scene.ann.post("/users/@me/channels", &json!({"recipient_id": "tea"})).await.refused(400, 50035);
    assert_eq!(list_of(&scene.ann).await, Vec::<String>::new());
}

async fn the_first_message_shows_it_to_the_other_one(world: World) {
    let scene = Scene::of(world).await;
    let (mut anns, mut bobs) = (scene.ann.connects().await, scene.bob.connects().await);
    let dm = opens(&scene.ann, &scene.bob).await;
    assert_eq!(anns.event(UPDATE).await["id"], dm.as_str(), "one's other devices are told");
    assert_eq!(heard(&mut bobs, "CHATSPACE_").await, []);
    assert_eq!(list_of(&scene.bob).await, Vec::<String>::new());
    scene.ann.says(&dm, "Привіт").await;
    let shown = bobs.event(UPDATE).await;
    assert_eq!((text(&shown["id"]), ids(&shown["recipients"])), (dm.clone(), vec![scene.ann.id.clone()]));
    let told = bobs.event("MESSAGE_CREATE").await;
    assert_eq!(told["content"], "Привіт");
    assert!(told.get("guild_id").is_none() && told.get("member").is_none(), "{told}");
    assert_eq!(list_of(&scene.bob).await, [dm.as_str()]);
    scene.ann.says(&dm, "again").await;
    assert_eq!(heard(&mut bobs, UPDATE).await.len(), 1, "what is open is not opened again");
}

async fn what_is_said_survives_a_restart(world: World) {
    let mut scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.ann.says(&dm, "Привіт").await;
    let said = scene.bob.says(&dm, "hello").await;
    scene.world.restart().await;
    let (ann, bob) = (scene.ann.at(&scene.world), scene.bob.at(&scene.world));
    assert_eq!(ann.reads(&dm).await, ["hello", "Привіт"]);
    let listed = bob.get("/users/@me/channels").await.ok();
    assert_eq!((&listed[0]["id"], &listed[0]["last_message_id"]), (&json!(dm), &said["id"]));
    assert_eq!(opens(&ann, &bob).await, dm);
}

async fn messages_are_edited_deleted_replied_to_and_mention_as_in_guilds(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    let mut bobs = scene.bob.connects().await;
    let text_of = format!("<@{}> <@{}> @everyone", scene.bob.id, scene.cyd.id);
    let said = scene.ann.says(&dm, &text_of).await;
    assert_eq!(
        (ids(&said["mentions"]), &said["mention_everyone"]),
        (vec![scene.bob.id.clone()], &json!(false)),
        "only who is in it"
    );
    let path = format!("/channels/{dm}/messages/{}", text(&said["id"]));
    scene.bob.patch(&path, &json!({"content": "not yours"})).await.refused(403, 50005);
    scene.bob.delete(&path).await.refused(403, 50013);
    scene.ann.patch(&path, &json!({"content": "better"})).await.ok();
    let changed = bobs.event("MESSAGE_UPDATE").await;
    assert_eq!((&changed["content"], changed.get("guild_id")), (&json!("better"), None));
    let reply = json!({"content": "yes", "message_reference": {"message_id": said["id"]}});
    let reply = scene.bob.post(&format!("/channels/{dm}/messages"), &reply).await.ok();
    assert_eq!(reply["referenced_message"]["content"], "better");
    assert!(reply["message_reference"].get("guild_id").is_none());
    scene.ann.delete(&path).await.ok();
    let gone = bobs.event("MESSAGE_DELETE").await;
    assert_eq!((&gone["id"], gone.get("guild_id")), (&said["id"], None));
    assert_eq!(scene.bob.reads(&dm).await, ["yes"]);
}

async fn who_closes_it_has_it_back_with_the_next_message(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.ann.says(&dm, "one").await;
    let (mut anns, mut bobs) = (scene.ann.connects().await, scene.bob.connects().await);
    let closed = scene.bob.delete(&format!("/channels/{dm}")).await.ok();
    assert_eq!(closed["id"], dm.as_str());
    assert_eq!(bobs.event(DELETE).await, json!({"id": dm}));
    assert_eq!(list_of(&scene.bob).await, Vec::<String>::new());
    assert_eq!(list_of(&scene.ann).await, [dm.as_str()], "it is closed for the one alone");
    assert_eq!(heard(&mut anns, "CHATSPACE_PRIVATE").await, []);
    assert_eq!(scene.bob.reads(&dm).await, ["one"], "it can still be read");
    scene.bob.delete(&format!("/channels/{dm}")).await.ok();
    scene.ann.says(&dm, "two").await;
    bobs.event("MESSAGE_CREATE").await;
    assert_eq!(
        news(&mut bobs).await,
        [DELETE, UPDATE, "CHATSPACE_MESSAGE_ACK", "MESSAGE_CREATE"],
        "closing twice is told once, and it is there before its message"
    );
    assert_eq!(list_of(&scene.bob).await, [dm.as_str()]);
    scene.bob.delete(&format!("/channels/{dm}")).await.ok();
    assert_eq!(opens(&scene.bob, &scene.ann).await, dm);
    assert_eq!(scene.bob.reads(&dm).await, ["two", "one"]);
}

async fn strangers_see_nothing_of_it(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    let said = text(&scene.ann.says(&dm, "hello").await["id"]);
    let mut cyds = scene.cyd.connects().await;
    let reads = [format!("/channels/{dm}"), format!("/channels/{dm}/messages"), format!("/channels/{dm}/messages/{said}")];
    for stranger in [&scene.cyd, &scene.eve] {
        for path in &reads {
            stranger.get(path).await.refused(404, 10003);
        }
        tries_to_say(stranger, &dm).await.refused(404, 10003);
        let message = format!("/channels/{dm}/messages/{said}");
        stranger.patch(&message, &json!({"content": "x"})).await.refused(404, 10003);
        stranger.delete(&message).await.refused(404, 10003);
        stranger.post(&format!("/channels/{dm}/typing"), &json!({})).await.refused(404, 10003);
        stranger.patch(&format!("/channels/{dm}"), &json!({"name": "x"})).await.refused(404, 10003);
        stranger.delete(&format!("/channels/{dm}")).await.refused(404, 10003);
        stranger.put(&format!("/channels/{dm}/recipients/{}", stranger.id), &json!({})).await.refused(404, 10003);
        stranger.delete(&format!("/channels/{dm}/recipients/{}", scene.bob.id)).await.refused(404, 10003);
        stranger.post(&format!("/channels/{dm}/invites"), &json!({})).await.refused(404, 10003);
        assert_eq!(list_of(stranger).await, Vec::<String>::new());
    }
    scene.bob.post(&format!("/channels/{dm}/typing"), &json!({})).await.ok();
    assert_eq!(news(&mut cyds).await, Vec::<String>::new());
    for path in &reads {
        scene.bob.get(path).await.ok();
    }
    assert_eq!(scene.bob.reads(&dm).await, ["hello"]);
}

async fn of_two_nobody_is_added_taken_out_or_named(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.ann.put(&format!("/channels/{dm}/recipients/{}", scene.cyd.id), &json!({})).await.refused(400, 50024);
    scene.ann.delete(&format!("/channels/{dm}/recipients/{}", scene.bob.id)).await.refused(400, 50024);
    scene.ann.patch(&format!("/channels/{dm}"), &json!({"name": "Us"})).await.refused(400, 50024);
    assert_eq!(ids(&scene.ann.get(&format!("/channels/{dm}")).await.ok()["recipients"]), [scene.bob.id.as_str()]);
}

async fn ready_has_dm_channels_settings_and_blocks(world: World) {
    let scene = Scene::of(world).await;
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.bob.put(&format!("/users/@me/blocks/{}", scene.ann.id), &json!({})).await.ok();
    let anns = scene.ann.connects().await;
    let ready = &anns.seen[0].1;
    assert_eq!(ids(&ready["private_channels"]), [dm]);
    let settings = json!({"direct_messages": "shared_guild", "status": "online", "push_text": false});
    assert_eq!(ready["chatspace"]["settings"], settings);
    assert_eq!(ready["chatspace"]["blocks"], json!([]));
    let bobs = scene.bob.connects().await;
    assert_eq!(ids(&bobs.seen[0].1["chatspace"]["blocks"]), [scene.ann.id.as_str()]);
}

async fn a_client_without_extensions_receives_messages_only(world: World) {
    let scene = Scene::of(world).await;
    let old = opens(&scene.bob, &scene.cyd).await;
    scene.cyd.says(&old, "hi").await;
    let identify = json!({"token": scene.bob.token, "intents": 53_608_447});
    let mut bot = Socket::identified_as(&scene.world.address(), identify).await;
    assert_eq!((&bot.seen[0].1["private_channels"], bot.seen[0].1.get("chatspace")), (&json!([]), None));
    let dm = opens(&scene.ann, &scene.bob).await;
    scene.ann.says(&dm, "hello").await;
    scene.group().await;
    scene.bob.put(&format!("/users/@me/blocks/{}", scene.eve.id), &json!({})).await.ok();
    scene.bob.patch("/users/@me/settings", &json!({"push_text": true})).await.ok();
    scene.bob.delete(&format!("/channels/{dm}")).await.ok();
    assert_eq!(news(&mut bot).await, ["MESSAGE_CREATE"]);
    let guild_only = json!({"token": scene.bob.token, "intents": 1 << 9});
    let mut deaf = Socket::open(&scene.world.address()).await;
    deaf.sends(2, guild_only).await;
    deaf.event("READY").await;
    scene.ann.says(&dm, "unheard").await;
    scene.ann.says(&scene.guild.channel, "heard").await;
    assert_eq!(deaf.event("MESSAGE_CREATE").await["content"], "heard", "intents of guilds are not those of conversations");
}
