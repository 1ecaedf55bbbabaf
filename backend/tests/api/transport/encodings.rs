//! Files and long answers come compressed to who asks for it.

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::json;

use super::{Raw, raw};
use crate::support::{Engine, World};

async fn gets(world: &World, path: &str, accepted: &str) -> Raw {
    raw(world, "GET", path, &[&format!("Accept-Encoding: {accepted}")]).await
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).expect("is gzip");
    plain
}

/// The largest script that the page loads.
async fn script(world: &World) -> String {
    let page = raw(world, "GET", "/", &[]).await;
    let page = String::from_utf8(page.body).expect("text");
    let start = page.find("/assets/react-").expect("the client is built");
    page[start..].split('"').next().expect("a path").to_owned()
}

#[actix_web::test]
async fn a_file_comes_in_the_best_encoding_that_its_client_takes() {
    let world = World::new(Engine::Sqlite).await;
    let path = script(&world).await;
    let plain = raw(&world, "GET", &path, &[]).await;
    assert_eq!((plain.headers.get("content-encoding"), plain.headers["vary"].as_str()), (None, "Accept-Encoding"));
    let mut tags = vec![plain.headers["etag"].clone()];
    for (accepted, encoding, most) in
        [("gzip, deflate, br, zstd", "br", 33), ("gzip", "gzip", 38), ("br;q=0, gzip;q=0.5, *;q=0", "gzip", 38)]
    {
        let answer = gets(&world, &path, accepted).await;
        assert_eq!(answer.headers["content-encoding"], encoding, "{accepted}");
        assert_eq!(answer.headers["content-length"], answer.body.len().to_string());
        assert_eq!(answer.headers["content-type"], plain.headers["content-type"]);
        assert!(answer.body.len() * 100 <= plain.body.len() * most, "{} of {} bytes", answer.body.len(), plain.body.len());
        if encoding == "gzip" {
            assert!(unzipped(&answer.body) == plain.body);
        }
        tags.push(answer.headers["etag"].clone());
        let lines = [format!("Accept-Encoding: {accepted}"), format!("If-None-Match: W/\"x\", {}", answer.headers["etag"])];
        let known = raw(&world, "GET", &path, &[&lines[0], &lines[1]]).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        assert_eq!(known.headers["vary"], "Accept-Encoding");
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each encoding has a tag of its own");
    for refused in ["identity", "br;q=0, gzip;q=0", "deflate", ""] {
        assert!(gets(&world, &path, refused).await.body == plain.body, "{refused}");
    }
    for ending in [".br", ".gz"] {
        assert_eq!(raw(&world, "GET", &format!("{path}{ending}"), &[]).await.status, 404, "it is no file of its own");
    }
}

#[actix_web::test]
async fn a_long_answer_of_the_api_comes_compressed_to_who_asks_and_no_other() {
    let world = World::new(Engine::Sqlite).await;
    let limits = "/api/v10/chatspace/limits";
    let plain = raw(&world, "GET", limits, &[]).await;
    assert!(plain.body.len() > 1024 && !plain.headers.contains_key("content-encoding"));
    let zipped = gets(&world, limits, "gzip, br").await;
    assert_eq!((zipped.headers["content-encoding"].as_str(), zipped.headers["vary"].as_str()), ("gzip", "Accept-Encoding"));
    assert!(unzipped(&zipped.body) == plain.body && zipped.body.len() * 2 < plain.body.len());
    let short = gets(&world, "/api/v10/chatspace/instance", "gzip").await;
    assert!(short.body.len() < 1024 && !short.headers.contains_key("content-encoding"), "it is not worth it");
}

/// Compressed together, the length of an answer would tell of a secret in it to who can choose the text beside it.
#[actix_web::test]
async fn what_may_hold_a_secret_is_never_compressed() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for _ in 0..12 {
        let form = json!({"email": "ann@example.org", "password": crate::support::PASSWORD});
        world.stranger().post("/auth/login", &form).await.ok();
    }
    let token = format!("Authorization: Bearer {}", ann.token);
    for path in ["/api/v10/auth/sessions", "/api/v10/auth/%73essions", "/api/v9/auth/sessions"] {
        let answer = raw(&world, "GET", path, &["Accept-Encoding: gzip", &token]).await;
        assert!(answer.status == 200 && answer.body.len() > 1024, "{path}: {} {}", answer.status, answer.body.len());
        assert!(!answer.headers.contains_key("content-encoding"), "{path}");
    }
}
