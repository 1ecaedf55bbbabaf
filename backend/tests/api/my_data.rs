//! Going for good: what is left, what is gone, and what becomes of the messages.

use std::time::Duration;

use chatspace::db::DatabaseUrl;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::{
    accounts::{register, registration, sign_in},
    my_data_export::image,
    support::{Guild, PASSWORD, Person, Socket, World, text},
};

/// Alice has a guild; bob is in it.
struct Scene {
    world: World,
    alice: Person,
    bob: Person,
    guild: Guild,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (alice, bob) = (world.person("alice").await, world.person("bob").await);
        let guild = alice.makes_guild("Tea friends").await;
        alice.lets_in(&guild, &[&bob]).await;
        Self { world, alice, bob, guild }
    }
}

async fn goes(person: &Person, messages: &str) {
    let gone = person.post("/users/@me/delete", &json!({"messages": messages})).await;
    assert_eq!((gone.status.as_u16(), &gone.body), (204, &Value::Null));
}

/// Sends many messages, some at a time.
async fn says_much(person: &Person, channel: &str, count: usize) {
    for part in (0..count).collect::<Vec<_>>().chunks(50) {
        let texts: Vec<String> = part.iter().map(|number| format!("message {number}")).collect();
        join_all(texts.iter().map(|words| person.says(channel, words))).await;
    }
}

/// Waits for so many messages to be deleted, and yields how many at a time.
async fn sees_deleted(socket: &mut Socket, channel: &str, count: usize) -> Vec<usize> {
    let mut chunks = Vec::new();
    while chunks.iter().sum::<usize>() < count {
        let event = socket.event("MESSAGE_DELETE_BULK").await;
        assert_eq!(event["channel_id"], channel);
        chunks.push(event["ids"].as_array().expect("a list").len());
    }
    chunks
}

/// Until only these messages are left.
async fn reads_at_last(person: &Person, channel: &str, left: &[&str]) {
    for _ in 0..200 {
        if person.reads(channel).await == left {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("still there: {:?}", person.reads(channel).await);
}

/// As if the server had been killed right after this person wanted all messages deleted.
async fn wants_all_deleted(database: &DatabaseUrl, person: &Person) {
    let statement = sqlx::AssertSqlSafe(format!("INSERT INTO erasures (user_id) VALUES ({})", person.id));
    match database {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::connect(&path.display().to_string()).await.expect("opens");
            sqlx::raw_sql(statement).execute(&mut conn).await.expect("is stored");
            conn.close().await.expect("closes");
        }
        DatabaseUrl::Postgres(address) => {
            let mut conn = PgConnection::connect(address).await.expect("opens");
            sqlx::raw_sql(statement).execute(&mut conn).await.expect("is stored");
        }
    }
}

on_both_databases! {
    what_somebody_who_is_gone_has_written_stays_under_no_name,
    the_image_of_a_deleted_account_is_deleted,
    the_name_and_the_address_are_free_again_and_the_new_owner_is_somebody_else,
    who_owns_a_guild_or_is_the_last_operator_does_not_go,
    going_asks_for_the_password_again_and_says_what_is_to_be_done,
    a_thousand_messages_are_deleted_in_batches_and_published,
    a_restart_forgets_no_message_that_was_to_go,
    stopped_in_the_middle_the_rest_goes_after_the_restart,
}

async fn what_somebody_who_is_gone_has_written_stays_under_no_name(world: World) {
    let mut scene = Scene::of(world).await;
    scene.bob.patch("/users/@me", &json!({"global_name": "Богдан"})).await.ok();
    scene.bob.says(&scene.guild.channel, "I was here").await;
    let invite = scene.bob.invites_to(&scene.guild).await;
    let (mut others, mut own) = (scene.alice.connects().await, scene.bob.connects().await);
    goes(&scene.bob, "keep").await;

    let anonymised = format!("deleted_user_{}", scene.bob.id);
    let changed = others.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!((&changed["user"]["username"], &changed["user"]["global_name"]), (&json!(anonymised), &Value::Null));
    let removed = others.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!((&removed["user"]["id"], &removed["user"]["username"]), (&json!(scene.bob.id), &json!(anonymised)));
    let closed = tokio::time::timeout(Duration::from_secs(1), own.closed()).await;
    assert_eq!(closed.expect("closed within a second"), 4004);

    for restarted in [false, true] {
        if restarted {
            scene.world.restart().await;
        }
        let (alice, bob) = (scene.alice.at(&scene.world), scene.bob.at(&scene.world));
        let page = alice.get(&format!("/channels/{}/messages", scene.guild.channel)).await.ok();
        let author = &page[0]["author"];
        assert_eq!((&page[0]["content"], &author["id"]), (&json!("I was here"), &json!(bob.id)));
        assert_eq!((&author["username"], &author["avatar"]), (&json!(anonymised), &Value::Null));
        assert_eq!(alice.get(&format!("/users/{}", bob.id)).await.ok()["global_name"], Value::Null);
        alice.get(&format!("/guilds/{}/members/{}", scene.guild.id, bob.id)).await.refused(404, 10007);
        alice.get(&format!("/invites/{invite}")).await.refused(404, 10006);
        bob.get("/users/@me").await.refused(401, 0);
        bob.post("/auth/refresh", &json!({"refresh_token": bob.refresh_token})).await.refused(401, 0);
        sign_in(&scene.world, "bob@example.org", PASSWORD).await.refused(400, 50035);
        assert!(!page.to_string().contains("Богдан"));
    }
}

async fn the_image_of_a_deleted_account_is_deleted(world: World) {
    let scene = Scene::of(world).await;
    let shown = scene.bob.patch("/users/@me", &json!({"avatar": image(), "bio": "about me", "custom_status": "here"})).await.ok();
    let address = scene.world.url(&format!("/cdn/avatars/{}/{}.png", scene.bob.id, text(&shown["avatar"])));
    assert_eq!(reqwest::get(&address).await.expect("an answer").status(), 200);
    goes(&scene.bob, "keep").await;
    assert_eq!(reqwest::get(&address).await.expect("an answer").status(), 404);
    let profile = scene.alice.get(&format!("/users/{}/profile", scene.bob.id)).await.ok();
    assert_eq!(
        (&profile["bio"], &profile["custom_status"], &profile["user"]["avatar"]),
        (&json!(""), &Value::Null, &Value::Null)
    );
}

async fn the_name_and_the_address_are_free_again_and_the_new_owner_is_somebody_else(world: World) {
    let scene = Scene::of(world).await;
    goes(&scene.bob, "keep").await;
    let again = scene.world.person("bob").await;
    assert_ne!(again.id, scene.bob.id);
    assert_eq!(again.get("/users/@me/guilds").await.ok(), json!([]));
    scene.bob.get("/users/@me").await.refused(401, 0);
    let events = again.get("/auth/events").await.ok();
    assert_eq!(events, json!([]), "nothing is inherited");
    let mut forged = registration("somebody");
    forged["username"] = json!(format!("deleted_user_{}", again.id));
    register(&scene.world, &forged).await.refused(400, 50035);
}

async fn who_owns_a_guild_or_is_the_last_operator_does_not_go(world: World) {
    let scene = Scene::of(world).await;
    scene.alice.post("/users/@me/delete", &json!({"messages": "keep"})).await.refused(400, 50055);
    scene.alice.delete(&format!("/guilds/{}", scene.guild.id)).await.ok();
    scene.alice.post("/users/@me/delete", &json!({"messages": "keep"})).await.refused(400, 0);
    let path = format!("/chatspace/admin/users/{}", scene.bob.id);
    scene.alice.patch(&path, &json!({"operator": true})).await.ok();
    goes(&scene.alice, "keep").await;
    goes(&scene.bob, "keep").await;
    assert_eq!(scene.world.stranger().get("/chatspace/instance").await.ok()["first_run"], true, "the last puts out the light");
}

async fn going_asks_for_the_password_again_and_says_what_is_to_be_done(world: World) {
    let scene = Scene::of(world).await;
    for wrong in [json!({}), json!({"messages": "burn"}), json!({"messages": "keep", "sure": true})] {
        scene.bob.post("/users/@me/delete", &wrong).await.refused(400, 50035);
    }
    scene.world.pass(Duration::from_mins(6));
    scene.bob.post("/users/@me/delete", &json!({"messages": "erase"})).await.refused(403, 200_001);
    scene.world.stranger().post("/users/@me/delete", &json!({"messages": "erase"})).await.refused(401, 0);
    scene.bob.get("/users/@me").await.ok();
    scene.bob.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    goes(&scene.bob, "keep").await;
}

async fn a_thousand_messages_are_deleted_in_batches_and_published(world: World) {
    let scene = Scene::of(world).await;
    scene.alice.says(&scene.guild.channel, "before").await;
    says_much(&scene.bob, &scene.guild.channel, 1050).await;
    let second = scene.alice.makes_channel(&scene.guild, "second").await;
    scene.bob.says(&second, "and one more").await;
    scene.alice.says(&scene.guild.channel, "after").await;
    let mut others = scene.alice.connects().await;
    goes(&scene.bob, "erase").await;
    let chunks = sees_deleted(&mut others, &scene.guild.channel, 1050).await;
    assert!(chunks.len() >= 11 && chunks.iter().all(|ids| *ids <= 100), "{chunks:?}");
    assert_eq!(sees_deleted(&mut others, &second, 1).await, [1]);
    assert_eq!(scene.alice.reads(&scene.guild.channel).await, ["after", "before"]);
    assert_eq!(scene.alice.reads(&second).await, Vec::<String>::new());
}

async fn a_restart_forgets_no_message_that_was_to_go(world: World) {
    let mut scene = Scene::of(world).await;
    says_much(&scene.bob, &scene.guild.channel, 250).await;
    scene.alice.says(&scene.guild.channel, "after").await;
    goes(&scene.bob, "keep").await;
    let database = scene.world.running().state().config.database.clone();
    scene.world.stop().await;
    wants_all_deleted(&database, &scene.bob).await;
    scene.world.start().await;
    reads_at_last(&scene.alice.at(&scene.world), &scene.guild.channel, &["after"]).await;
}

async fn stopped_in_the_middle_the_rest_goes_after_the_restart(world: World) {
    let mut scene = Scene::of(world).await;
    says_much(&scene.bob, &scene.guild.channel, 1050).await;
    scene.alice.says(&scene.guild.channel, "after").await;
    goes(&scene.bob, "erase").await;
    scene.world.restart().await;
    reads_at_last(&scene.alice.at(&scene.world), &scene.guild.channel, &["after"]).await;
}
