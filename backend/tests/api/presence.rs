//! What others see of a person: the status that they have chosen, and the text that they have set for a while.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, Socket, World, text};

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

/// What the socket is told next of somebody in a conversation.
async fn private_presence_of(socket: &mut Socket, person: &Person) -> Value {
    loop {
        let told = socket.event("CHATSPACE_PRESENCE_UPDATE").await;
        if told["user"] == json!({"id": person.id}) {
            return told;
        }
    }
}

/// Waits until a person in a conversation is seen so.
async fn is_seen(socket: &mut Socket, person: &Person, status: &str) -> Value {
    loop {
        let told = private_presence_of(socket, person).await;
        if told["status"] == status {
            return told;
        }
    }
}

async fn chooses(person: &Person, status: &str) {
    let settings = person.patch("/users/@me/settings", &json!({"status": status})).await.ok();
    assert_eq!(settings["status"], status);
}

async fn opens(person: &Person, with: &Person) -> String {
    text(&person.post("/users/@me/channels", &json!({"recipient_id": with.id})).await.ok()["id"])
}

/// Everything that the socket was told since then that could say somebody is there.
async fn told_of_presence(socket: &mut Socket, since: usize) -> Vec<Value> {
    socket.settles().await;
    let told = socket.seen[since..].iter().filter(|(name, _)| name.ends_with("PRESENCE_UPDATE"));
    told.map(|(_, event)| event.clone()).collect()
}

fn in_a_minute(world: &World) -> String {
    world.clock.now().after(Duration::from_mins(1)).to_string()
}

on_both_databases! {
    a_chosen_status_holds_on_all_devices_and_after_a_restart,
    who_is_invisible_looks_offline_everywhere,
    dm_recipients_see_each_other_without_a_guild,
    a_stranger_sees_nobody_who_has_not_turned_to_them,
    a_custom_status_expires_and_that_is_published,
    the_end_of_a_status_text_survives_a_restart_and_can_be_moved,
}

async fn a_chosen_status_holds_on_all_devices_and_after_a_restart(world: World) {
    let mut world = world;
    let (ann, bob, _) = two(&world).await;
    let mut others = bob.connects().await;
    let mut phone = ann.connects().await;
    assert_eq!(presence_of(&mut others, &ann).await["status"], "online");
    let mut laptop = ann.connects().await;
    phone.sends(3, json!({"status": "idle"})).await;
    laptop.sends(3, json!({"status": "idle"})).await;
    assert_eq!(presence_of(&mut others, &ann).await["status"], "idle", "both are left alone");
    laptop.sends(3, json!({"status": "online"})).await;
    assert_eq!(presence_of(&mut others, &ann).await["status"], "online", "one is used");
    chooses(&ann, "dnd").await;
    assert_eq!(presence_of(&mut others, &ann).await["status"], "dnd");
    for device in [&mut phone, &mut laptop] {
        assert_eq!(device.event("CHATSPACE_SETTINGS_UPDATE").await["status"], "dnd");
    }
    laptop.sends(3, json!({"status": "idle"})).await;
    laptop.settles().await;
    world.restart().await;
    let (ann, bob) = (ann.at(&world), bob.at(&world));
    let mut others = bob.connects().await;
    let again = ann.connects().await;
    assert_eq!(again.seen[0].1["chatspace"]["settings"]["status"], "dnd");
    assert_eq!(presence_of(&mut others, &ann).await["status"], "dnd");
    chooses(&ann, "online").await;
    assert_eq!(presence_of(&mut others, &ann).await["status"], "online");
}

async fn who_is_invisible_looks_offline_everywhere(world: World) {
    let (ann, bob, guild) = two(&world).await;
    let dm = opens(&ann, &bob).await;
    ann.says(&dm, "hi").await;
    bob.says(&dm, "hi").await;
    let cyd = world.person("cyd").await;
    ann.lets_in(&guild, &[&cyd]).await;
    let mut own = bob.connects().await;
    chooses(&bob, "invisible").await;
    let mut anns = ann.connects().await;
    let ready = anns.seen[0].1.clone();
    let first = anns.seen.iter().find(|(name, _)| name == "GUILD_CREATE").expect("a guild").1.clone();
    assert_eq!(ready["chatspace"]["presences"], json!([]));
    let there = |told: &Value| {
        told["presences"].as_array().expect("a list").iter().map(|one| text(&one["user"]["id"])).collect::<Vec<_>>()
    };
    assert_eq!(there(&first), [ann.id.as_str()], "only she is there");
    let counted = ann.get(&format!("/guilds/{}?with_counts=true", guild.id)).await.ok();
    assert_eq!(counted["approximate_presence_count"], 1, "only she is there");
    let code = ann.invites_to(&guild).await;
    let invite = cyd.get(&format!("/invites/{code}?with_counts=true")).await.ok();
    assert_eq!(invite["approximate_presence_count"], 1);
    let mine = ann.get("/users/@me/guilds?with_counts=true").await.ok();
    assert_eq!(mine[0]["approximate_presence_count"], 1);
    anns.sends(8, json!({"guild_id": guild.id, "query": "", "limit": 0, "presences": true})).await;
    let chunk = anns.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(there(&chunk), [ann.id.as_str()]);
    anns.sends(206, json!({"guild_id": guild.id, "channel_id": guild.channel, "ranges": [[0, 99]]})).await;
    let list = anns.event("CHATSPACE_MEMBER_LIST_UPDATE").await;
    assert_eq!(list["groups"], json!([{"id": "online", "count": 1}, {"id": "offline", "count": 2}]));
    assert_eq!(
        (&list["ranges"][0]["items"][3]["member"]["user"]["id"], &list["ranges"][0]["items"][3]["presence"]["status"]),
        (&json!(bob.id), &json!("offline"))
    );
    assert!(own.seen.iter().all(|(name, _)| name != "CHATSPACE_MEMBER_LIST_UPDATE"));

    // Whatever he does from now on says nothing of presence.
    let since = anns.seen.len();
    for status in ["dnd", "idle", "online"] {
        own.sends(3, json!({"status": status})).await;
    }
    own.settles().await;
    let mut second = bob.connects().await;
    second.sends(3, json!({"status": "online"})).await;
    bob.post(&format!("/channels/{}/typing", guild.channel), &json!({})).await.ok();
    assert_eq!(anns.event("TYPING_START").await["user_id"], bob.id.as_str());
    bob.post(&format!("/channels/{dm}/typing"), &json!({})).await.ok();
    assert_eq!(anns.event("TYPING_START").await["channel_id"], dm.as_str());
    bob.says(&guild.channel, "boo").await;
    bob.patch("/users/@me", &json!({"custom_status": "hiding"})).await.ok();
    second.drops();
    tokio::time::sleep(MOMENT).await;
    world.pass(Duration::from_secs(20));
    tokio::time::sleep(MOMENT).await;
    assert_eq!(told_of_presence(&mut anns, since).await, Vec::<Value>::new());
    assert!(
        !anns.seen[since..].iter().any(|(name, _)| name == "CHATSPACE_MEMBER_LIST_UPDATE"),
        "nothing has changed in the list"
    );
    chooses(&bob, "online").await;
    let shown = presence_of(&mut anns, &bob).await;
    assert_eq!((&shown["status"], &shown["activities"][0]["state"]), (&json!("online"), &json!("hiding")));
    chooses(&bob, "invisible").await;
    let hidden = presence_of(&mut anns, &bob).await;
    assert_eq!((&hidden["status"], &hidden["activities"], &hidden["client_status"]), (&json!("offline"), &json!([]), &json!({})));
}

async fn dm_recipients_see_each_other_without_a_guild(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    bob.patch("/users/@me/settings", &json!({"direct_messages": "everyone"})).await.ok();
    let mut anns = ann.connects().await;
    let mut bobs = bob.connects().await;
    let dm = opens(&ann, &bob).await;
    is_seen(&mut anns, &bob, "online").await;
    let since = bobs.seen.len();
    anns.sends(3, json!({"status": "idle"})).await;
    anns.settles().await;
    assert_eq!(told_of_presence(&mut bobs, since).await, Vec::<Value>::new(), "he does not have it in his list");
    ann.says(&dm, "hi").await;
    is_seen(&mut bobs, &ann, "idle").await;
    bobs.sends(3, json!({"status": "dnd"})).await;
    let told = is_seen(&mut anns, &bob, "dnd").await;
    assert_eq!((&told["status"], told.get("guild_id")), (&json!("dnd"), None));
    let again = ann.connects().await;
    let presences = again.seen[0].1["chatspace"]["presences"].clone();
    assert_eq!((&presences[0]["user"], &presences[0]["status"]), (&json!({"id": bob.id}), &json!("dnd")));
    let plain = json!({"token": ann.token, "intents": 53_608_447, "properties": {}});
    let mut library = Socket::identified_as(&world.address(), plain).await;
    let since = (anns.seen.len(), library.seen.len());
    bob.put(&format!("/users/@me/blocks/{}", ann.id), &json!({})).await.ok();
    is_seen(&mut anns, &bob, "offline").await;
    is_seen(&mut bobs, &ann, "offline").await;
    bobs.sends(3, json!({"status": "online"})).await;
    bobs.settles().await;
    assert_eq!(told_of_presence(&mut anns, since.0).await.len(), 1, "nothing more across a block");
    bob.delete(&format!("/users/@me/blocks/{}", ann.id)).await.ok();
    is_seen(&mut anns, &bob, "online").await;
    assert_eq!(told_of_presence(&mut library, since.1).await, Vec::<Value>::new(), "a library knows nothing of it");
}

async fn a_stranger_sees_nobody_who_has_not_turned_to_them(world: World) {
    let (ann, bob, guild) = two(&world).await;
    let dm = opens(&ann, &bob).await;
    ann.says(&dm, "hi").await;
    bob.delete(&format!("/users/@me/guilds/{}", guild.id)).await.ok();
    let mut anns = ann.connects().await;
    let _bobs = bob.connects().await;
    anns.settles().await;
    assert_eq!(told_of_presence(&mut anns, 0).await.iter().filter(|one| one["user"]["id"] == bob.id.as_str()).count(), 0);
    assert_eq!(ann.connects().await.seen[0].1["chatspace"]["presences"], json!([]));
    bob.says(&dm, "hello").await;
    assert_eq!(ann.connects().await.seen[0].1["chatspace"]["presences"][0]["user"], json!({"id": bob.id}));
}

async fn a_custom_status_expires_and_that_is_published(world: World) {
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
    assert_eq!(
        (&ended["chatspace"]["custom_status"], &ended["chatspace"]["custom_status_expires_at"]),
        (&Value::Null, &Value::Null)
    );
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
