//! Taking one's data along: what is in the archive, what is not, and what is left of it.

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Client;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::{PASSWORD, Person, World, text};

struct Archive(ZipArchive<Cursor<Vec<u8>>>);

impl Archive {
    fn names(&self) -> BTreeSet<String> {
        self.0.file_names().map(|name| name.expect("is text").into_owned()).collect()
    }

    fn bytes(&mut self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.0.by_name(name).expect("is in it").read_to_end(&mut bytes).expect("is whole");
        bytes
    }

    fn text(&mut self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("is text")
    }

    fn json(&mut self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).expect("is JSON")
    }

    fn lines(&mut self, name: &str) -> Vec<Value> {
        self.text(name).lines().map(|line| serde_json::from_str(line).expect("is JSON")).collect()
    }
}

/// A small image, as a page sends it. One that is not opaque stays a PNG.
pub fn image() -> String {
    let mut png = Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(16, 16, image::Rgba([20, 80, 160, 128]))
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("draws");
    format!("data:image/png;base64,{}", STANDARD.encode(png.into_inner()))
}

async fn exported(world: &World, person: &Person) -> Archive {
    let request = Client::new().post(world.url("/api/v10/users/@me/export")).bearer_auth(&person.token);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let disposition = answer.headers()["content-disposition"].to_str().expect("is text").to_owned();
    assert!(disposition.contains("attachment") && disposition.contains("chatspace-data.zip"), "{disposition}");
    let bytes = answer.bytes().await.expect("a whole archive");
    Archive(ZipArchive::new(Cursor::new(bytes.to_vec())).expect("is an archive"))
}

on_both_databases! {
    everything_about_oneself_is_in_it_and_nothing_of_others,
    an_export_has_dm_channels_without_the_messages_of_others,
    nothing_stays_on_the_servers_disk,
    one_is_made_at_a_time,
    an_export_asks_for_the_password_again,
}

async fn everything_about_oneself_is_in_it_and_nothing_of_others(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let guild = alice.makes_guild("Tea friends").await;
    let second = alice.makes_channel(&guild, "second").await;
    alice.lets_in(&guild, &[&bob]).await;
    bob.patch("/users/@me", &json!({"global_name": "Богдан", "locale": "uk"})).await.ok();
    bob.patch("/users/@me", &json!({"avatar": image()})).await.ok();
    let invite = bob.invites_to(&guild).await;
    for number in 0..230 {
        bob.says(&guild.channel, &format!("мій рядок {number}")).await;
    }
    let asked = alice.says(&second, "a secret of alice").await;
    let reply = json!({"content": "відповідь\nу двох рядках", "message_reference": {"message_id": asked["id"]}});
    let reply = bob.post(&format!("/channels/{second}/messages"), &reply).await.ok();

    let bot = bob.makes_bot("bobs bot").await;

    let mut archive = exported(&world, &bob).await;
    let first_file = format!("messages/{}-{}.ndjson", guild.id, guild.channel);
    let second_file = format!("messages/{}-{second}.ndjson", guild.id);
    let expected = [
        "README.txt",
        "account.json",
        "account_events.json",
        "applications.json",
        "avatar.png",
        "dm_channels.json",
        "guilds.json",
        "sessions.json",
        "notification_settings.json",
        "read_states.json",
        &first_file,
        &second_file,
        "push_subscriptions.json",
    ];
    assert_eq!(archive.names(), expected.into_iter().map(str::to_owned).collect());
    let readme = archive.text("README.txt");
    assert!(readme.contains("This archive") && readme.contains("Цей архів"));

    let account = archive.json("account.json");
    assert_eq!(account["user"], bob.get("/users/@me").await.ok());
    assert_eq!(account["invites"][0]["code"], invite);
    assert_eq!(archive.json("applications.json"), bob.get("/applications").await.ok());
    assert!(!archive.text("applications.json").contains(bot.bare_token()));
    let sessions = archive.json("sessions.json");
    assert_eq!(sessions[0]["id"], bob.get("/auth/sessions").await.ok()[0]["id"]);
    assert_eq!(archive.json("account_events.json"), bob.get("/auth/events").await.ok());
    assert_eq!(archive.json("account_events.json")[0]["kind"], "data_exported");
    let guilds = archive.json("guilds.json");
    assert_eq!(
        (&guilds[0]["id"], &guilds[0]["name"], &guilds[0]["owner"]),
        (&json!(guild.id), &json!("Tea friends"), &json!(false))
    );
    assert_eq!(guilds[0]["channels"].as_array().expect("a list").len(), 2);

    let lines = archive.lines(&first_file);
    let said: Vec<String> = lines.iter().map(|line| text(&line["content"])).collect();
    assert_eq!(said, (0..230).map(|number| format!("мій рядок {number}")).collect::<Vec<_>>());
    let answers = archive.lines(&second_file);
    assert_eq!(answers.len(), 1);
    for field in ["id", "content", "timestamp", "type", "flags"] {
        assert_eq!(answers[0][field], reply[field], "{field}");
    }
    assert_eq!(answers[0]["reply_to"], asked["id"]);
    assert!(archive.bytes("avatar.png").starts_with(b"\x89PNG"));
    let texts = archive.names().into_iter().filter(|name| name != "avatar.png");
    let all: String = texts.map(|name| archive.text(&name)).collect();
    for foreign in ["a secret of alice", "alice@example.org", "$2b$", &bob.refresh_token, &bob.token] {
        assert!(!all.contains(foreign), "{foreign}");
    }
}

async fn an_export_has_dm_channels_without_the_messages_of_others(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let guild = alice.makes_guild("Tea friends").await;
    alice.lets_in(&guild, &[&bob]).await;
    let dm = text(&bob.post("/users/@me/channels", &json!({"recipient_id": alice.id})).await.ok()["id"]);
    bob.says(&dm, "my own words").await;
    alice.says(&dm, "a secret of alice").await;
    bob.patch("/users/@me/settings", &json!({"push_text": true})).await.ok();
    bob.put(&format!("/users/@me/blocks/{}", alice.id), &json!({})).await.ok();
    let mut archive = exported(&world, &bob).await;
    let kept = archive.json("dm_channels.json");
    assert_eq!(kept["blocks"], json!([alice.id]));
    assert_eq!(kept["settings"]["push_text"], true);
    let talk = &kept["dm_channels"][0];
    assert_eq!(
        (&talk["id"], &talk["type"], &talk["others"], &talk["closed"]),
        (&json!(dm), &json!(1), &json!([alice.id]), &json!(false))
    );
    let lines = archive.lines(&format!("messages/conversation-{dm}.ndjson"));
    assert_eq!(lines.iter().map(|line| text(&line["content"])).collect::<Vec<_>>(), ["my own words"]);
    let all: String = archive.names().into_iter().map(|name| archive.text(&name)).collect();
    assert!(!all.contains("a secret of alice"));
}

async fn nothing_stays_on_the_servers_disk(world: World) {
    let alice = world.person("alice").await;
    exported(&world, &alice).await;
    let folder = &world.running().state().config.data_dir;
    let names: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("export")), "{names:?}");
}

async fn one_is_made_at_a_time(world: World) {
    let alice = world.person("alice").await;
    let permit = world.running().state().export_permit.clone().lock_owned().await;
    alice.post("/users/@me/export", &json!({})).await.refused(409, 0);
    assert_eq!(alice.get("/auth/events").await.ok(), json!([]), "what was not made is not noted");
    drop(permit);
    exported(&world, &alice).await;
    exported(&world, &alice).await;
}

async fn an_export_asks_for_the_password_again(world: World) {
    let alice = world.person("alice").await;
    world.stranger().post("/users/@me/export", &json!({})).await.refused(401, 0);
    world.pass(Duration::from_mins(6));
    alice.post("/users/@me/export", &json!({})).await.refused(403, 200_001);
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    exported(&world, &alice).await;
}
