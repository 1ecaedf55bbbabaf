//! What is kept, who is told, and what goes.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use image::ImageFormat;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{
    AVATAR, data_uri, fetches,
    files::{encoded, glass, halves, jpeg, png},
    pixels, uploads,
};
use crate::support::{Engine, World, text};

fn folder_of(world: &World, kind: &str, id: &str, hash: &str) -> PathBuf {
    world.running().state().config.data_dir.join("media").join(kind).join(id).join(hash)
}

/// Waits until the once-a-second look at the clock has done it.
async fn goes(path: &Path) {
    for _ in 0..100 {
        if !path.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} is still there", path.display());
}

on_both_databases! {
    a_new_avatar_is_published_to_all_who_see_the_user,
    the_previous_image_is_deleted_and_the_current_one_survives_a_restart,
    a_data_uri_is_as_good_as_a_file,
    a_refused_change_leaves_no_image_behind,
    a_guild_has_an_icon_from_its_beginning_or_later,
    what_nobody_uses_goes_after_an_hour_and_nothing_else_does,
    concurrent_changes_never_leave_a_hash_without_an_image,
}

async fn a_new_avatar_is_published_to_all_who_see_the_user(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let (mut own, mut others) = (ann.connects().await, bob.connects().await);
    let changed = uploads(&world, &ann, AVATAR, &png()).await.ok();
    let hash = text(&changed["avatar"]);
    assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    assert_eq!(own.event("USER_UPDATE").await["avatar"], hash.as_str());
    let told = others.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!(told["user"]["avatar"], hash.as_str());
    assert_eq!(bob.get(&format!("/users/{}", ann.id)).await.ok()["avatar"], hash.as_str());
    let said = ann.says(&guild.channel, "look").await;
    assert_eq!(said["author"]["avatar"], hash.as_str());
    let again = uploads(&world, &ann, AVATAR, &png()).await.ok();
    assert_eq!(again["avatar"], hash.as_str(), "the same image has the same name");
    let of_bob = uploads(&world, &bob, AVATAR, &png()).await.ok();
    assert_ne!(of_bob["avatar"], hash.as_str(), "but not of another person");
}

async fn the_previous_image_is_deleted_and_the_current_one_survives_a_restart(world: World) {
    let mut world = world;
    let ann = world.person("ann").await;
    let first = text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    assert!(folder_of(&world, "avatars", &ann.id, &first).is_dir());
    let second = text(&uploads(&world, &ann, AVATAR, &jpeg()).await.ok()["avatar"]);
    assert!(!folder_of(&world, "avatars", &ann.id, &first).exists());
    assert_eq!(fetches(&world, &format!("/cdn/avatars/{}/{first}.png", ann.id)).await.status(), StatusCode::NOT_FOUND);
    world.restart().await;
    let ann = ann.at(&world);
    assert_eq!(ann.get("/users/@me").await.ok()["avatar"], second.as_str());
    assert_eq!(fetches(&world, &format!("/cdn/avatars/{}/{second}.png", ann.id)).await.status(), StatusCode::OK);
    assert_eq!(ann.patch("/users/@me", &json!({"avatar": null})).await.ok()["avatar"], Value::Null);
    assert!(!folder_of(&world, "avatars", &ann.id, &second).exists());
}

async fn a_data_uri_is_as_good_as_a_file(world: World) {
    let ann = world.person("ann").await;
    let changed = ann.patch("/users/@me", &json!({"avatar": data_uri(&png()), "global_name": "Ann"})).await.ok();
    let hash = text(&changed["avatar"]);
    assert_eq!(changed["global_name"], "Ann");
    assert_eq!(text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]), hash);
    for bad in ["", "tea", "data:image/png;base64,!", "data:image/png,abc", "https://example.org/me.png"] {
        let refused = ann.patch("/users/@me", &json!({"avatar": bad})).await.refused(400, 50035);
        assert_eq!(refused["errors"]["avatar"]["_errors"][0]["code"], "IMAGE_INVALID");
    }
    ann.patch("/users/@me", &json!({"avatar": data_uri(b"<svg/>")})).await.refused(415, 50046);
    ann.patch("/users/@me", &json!({"avatar": data_uri(&png()[..100])})).await.refused(422, 50046);
    ann.patch("/users/@me", &json!({"avatar": data_uri(&vec![0; 4 * 1024 * 1024 + 1])})).await.refused(413, 40005);
    ann.patch("/users/@me", &json!({"avatar": "x".repeat(7 << 20)})).await.refused(413, 40005);
    uploads(&world, &ann, AVATAR, &vec![0; 4 * 1024 * 1024 + 1]).await.refused(413, 40005);
    assert_eq!(ann.get("/users/@me").await.ok()["avatar"], hash.as_str(), "what is refused changes nothing");
}

async fn a_refused_change_leaves_no_image_behind(world: World) {
    let ann = world.person("ann").await;
    world.person("bob").await;
    let change = json!({"avatar": data_uri(&png()), "username": "bob"});
    let refused = ann.patch("/users/@me", &change).await.refused(400, 50035);
    assert_eq!(refused["errors"]["username"]["_errors"][0]["code"], "USERNAME_ALREADY_TAKEN");
    let folder = world.running().state().config.data_dir.join("media/avatars").join(&ann.id);
    assert!(!folder.exists() || fs::read_dir(folder).expect("a folder").next().is_none());
}

async fn a_guild_has_an_icon_from_its_beginning_or_later(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let born = ann.post("/guilds", &json!({"name": "Tea", "icon": data_uri(&png())})).await.ok();
    let (id, first) = (text(&born["id"]), text(&born["icon"]));
    let icon = fetches(&world, &format!("/cdn/icons/{id}/{first}.png?size=64")).await;
    let icon = pixels(&icon.bytes().await.expect("an image"));
    assert_eq!(icon.dimensions(), (64, 64));
    let guild = ann.makes_guild("Coffee").await;
    ann.lets_in(&guild, &[&bob]).await;
    let mut socket = bob.connects().await;
    let (path, upload) = (format!("/guilds/{}", guild.id), format!("/guilds/{}/icon", guild.id));
    let changed = ann.patch(&path, &json!({"icon": data_uri(&jpeg())})).await.ok();
    assert_eq!(socket.event("GUILD_UPDATE").await["icon"], changed["icon"]);
    let uploaded = uploads(&world, &ann, &upload, &png()).await.ok();
    assert_eq!(socket.event("GUILD_UPDATE").await["icon"], uploaded["icon"]);
    assert!(!folder_of(&world, "icons", &guild.id, &text(&changed["icon"])).exists());
    assert_eq!(ann.patch(&path, &json!({"name": "Cocoa"})).await.ok()["icon"], uploaded["icon"], "what is missing stays");
    assert_eq!(ann.get("/users/@me/guilds").await.ok()[1]["icon"], uploaded["icon"]);
    bob.patch(&path, &json!({"icon": data_uri(&png())})).await.refused(403, 50013);
    uploads(&world, &bob, &upload, &png()).await.refused(403, 50013);
    let cyd = world.person("cyd").await;
    uploads(&world, &cyd, &upload, &png()).await.refused(404, 10004);
    uploads(&world, &ann, &upload, &vec![0; 2_621_441]).await.refused(413, 40005);
    ann.patch(&path, &json!({"icon": "tea"})).await.refused(400, 50035);
    ann.post("/guilds", &json!({"name": "Tea", "icon": data_uri(b"GIF")})).await.refused(415, 50046);
    assert_eq!(ann.patch(&path, &json!({"icon": null})).await.ok()["icon"], Value::Null);
}

async fn what_nobody_uses_goes_after_an_hour_and_nothing_else_does(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let avatar = text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    let icon = text(&uploads(&world, &ann, &format!("/guilds/{}/icon", guild.id), &png()).await.ok()["icon"]);
    let (avatar, icon) = (folder_of(&world, "avatars", &ann.id, &avatar), folder_of(&world, "icons", &guild.id, &icon));
    // As a crash between the storing and the turn would leave it.
    let orphan = avatar.with_file_name("0123456789abcdef0123456789abcdef");
    fs::create_dir(&orphan).expect("made");
    fs::write(orphan.join("64.jpg"), b"x").expect("written");
    let unfinished = world.running().state().config.data_dir.join("media/unfinished/0123");
    fs::create_dir_all(&unfinished).expect("made");
    world.pass(Duration::from_secs(3500));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(orphan.exists() && unfinished.exists(), "it is not old yet");
    world.pass(Duration::from_secs(3700));
    goes(&orphan).await;
    goes(&unfinished).await;
    assert!(avatar.is_dir() && icon.is_dir(), "what is used stays");
    let ann = ann.comes_back().await;
    assert_eq!(ann.delete(&format!("/guilds/{}", guild.id)).await.status, 204);
    world.pass(Duration::from_hours(2));
    goes(&icon).await;
    assert!(avatar.is_dir());
}

async fn concurrent_changes_never_leave_a_hash_without_an_image(world: World) {
    let ann = world.person("ann").await;
    let images: Vec<Vec<u8>> = (0..3).map(|n| encoded(&halves(80 + n, 80), ImageFormat::Png)).collect();
    for _ in 0..4 {
        let all = (0..9).map(|n| uploads(&world, &ann, AVATAR, &images[n % 3]));
        for answer in futures_util::future::join_all(all).await {
            answer.ok();
        }
        let hash = text(&ann.get("/users/@me").await.ok()["avatar"]);
        assert_eq!(fetches(&world, &format!("/cdn/avatars/{}/{hash}.png", ann.id)).await.status(), StatusCode::OK);
    }
}

#[actix_web::test]
async fn changes_of_images_and_names_are_rate_limited() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let ann = world.person("ann").await;
    let small = encoded(&glass(64), ImageFormat::Png);
    for _ in 0..9 {
        uploads(&world, &ann, AVATAR, &small).await.ok();
    }
    ann.patch("/users/@me", &json!({"avatar": data_uri(&small)})).await.ok();
    let refused = uploads(&world, &ann, AVATAR, &small).await;
    assert_eq!(refused.headers["x-ratelimit-bucket"], "avatar");
    refused.refused(429, 0);
    let refused = ann.patch("/users/@me", &json!({"avatar": data_uri(&small)})).await;
    assert_eq!(refused.headers["x-ratelimit-scope"], "user");
    refused.refused(429, 0);
    for name in ["anna", "anne"] {
        world.pass(Duration::from_secs(10));
        ann.patch("/users/@me", &json!({"username": name})).await.ok();
    }
    world.pass(Duration::from_secs(10));
    ann.patch("/users/@me", &json!({"username": "anne"})).await.ok();
    ann.patch("/users/@me", &json!({"username": "annie"})).await.refused(429, 0);
    world.pass(Duration::from_mins(30));
    let ann = ann.comes_back().await;
    ann.patch("/users/@me", &json!({"username": "annie"})).await.ok();
}
