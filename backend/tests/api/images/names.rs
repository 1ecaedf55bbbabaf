//! Names of files and the form around them change nothing.

use std::fs;

use reqwest::Client;

use super::{AVATAR, files::png, form, sends};
use crate::support::{Engine, Person, World};

fn everything_in(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            everything_in(&entry, found);
        }
        found.push(entry.file_name().expect("a name").to_string_lossy().into_owned());
    }
}

#[actix_web::test]
async fn a_name_of_a_file_is_never_used() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let long = "x".repeat(4096);
    let names: &[&[u8]] = &[
        b"../../evil.png",
        b"..\\\\..\\\\evil.png",
        b"/etc/evil",
        b"a%2f..%2fevil",
        b"CON",
        b"evil\0.png",
        b"evil\r\nSet-Cookie: evil=1",
        b"evil\" ; x=\"",
        b"\xE2\x80\xAEgnp.evil",
        b"\xFF\xFE",
        long.as_bytes(),
        b"",
    ];
    for name in names {
        let disposition = [b"name=\"file\"; filename=\"", *name, b"\""].concat();
        let answer = sends(&world, &ann, AVATAR, form(&disposition, "image/png", &png())).await;
        let said = String::from_utf8_lossy(name).into_owned();
        assert!(matches!(answer.status.as_u16(), 200 | 400), "{said}: {}", answer.status);
        assert!(!answer.headers.contains_key("set-cookie"), "{said}");
        assert!(!answer.body.to_string().contains("evil"), "{said}");
    }
    let mut found = Vec::new();
    everything_in(&world.running().state().config.data_dir, &mut found);
    everything_in(world.running().state().config.data_dir.parent().expect("a folder"), &mut found);
    assert!(found.iter().all(|name| !name.contains("evil") && !name.contains("xxx")), "{found:?}");
}

#[actix_web::test]
async fn a_declared_type_is_not_believed() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for kind in ["image/png", "image/svg+xml", "text/html", "application/octet-stream"] {
        sends(&world, &ann, AVATAR, form(b"name=\"file\"", kind, &png())).await.ok();
        sends(&world, &ann, AVATAR, form(b"name=\"file\"", kind, b"<svg/>")).await.refused(415, 50046);
    }
}

#[actix_web::test]
async fn a_form_that_is_none_is_refused() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let good = form(b"name=\"file\"", "image/png", &png());
    sends(&world, &ann, AVATAR, b"--edge--\r\n".to_vec()).await.refused(400, 50035);
    for bad in [Vec::new(), b"tea".to_vec(), good[..good.len() / 2].to_vec(), form(b"name=\"image\"", "image/png", &png())] {
        sends(&world, &ann, AVATAR, bad).await.refused(400, 0);
    }
    let twice = [&good[..good.len() - 10], b"\r\n--edge\r\n", &good[8..]].concat();
    sends(&world, &ann, AVATAR, twice).await.refused(400, 0);
    for kind in ["application/json", "multipart/form-data", "image/png", "multipart/form-data; boundary="] {
        let request = Client::new().put(world.url(&format!("/api/v10{AVATAR}"))).bearer_auth(&ann.token);
        Person::answer(request.header("content-type", kind).body(good.clone())).await.refused(400, 0);
    }
}

#[actix_web::test]
async fn a_compressed_body_is_not_unpacked_anywhere() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let bomb = super::files::zeros(50);
    for (method, path) in [("PUT", AVATAR), ("PATCH", "/users/@me"), ("POST", "/auth/token"), ("POST", "/auth/login")] {
        for encoding in ["gzip", "deflate", "br", "zstd", "identity, gzip", "x"] {
            let method = method.parse().expect("a method");
            let request = Client::new().request(method, world.url(&format!("/api/v10{path}"))).bearer_auth(&ann.token);
            let request =
                request.header("content-type", "application/x-www-form-urlencoded").header("content-encoding", encoding);
            Person::answer(request.body(bomb.clone())).await.refused(415, 0);
        }
    }
}
