//! How images are served.

use reqwest::{Client, Method, Response, StatusCode};
use serde_json::json;

use super::{
    AVATAR, avatar, fetches,
    files::{BLUE, RED, encoded, glass, halves, png},
    is, pixels, shown, uploads,
};
use crate::support::{Engine, World, text};

async fn asks(world: &World, method: Method, path: &str, header: (&str, &str)) -> Response {
    Client::new().request(method, world.url(path)).header(header.0, header.1).send().await.expect("the server answers")
}

#[actix_web::test]
async fn an_image_is_cropped_to_a_square_and_served_in_the_requested_size() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let hash = text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    for (query, side) in
        [("?size=1", 64), ("?size=64", 64), ("?size=65", 128), ("?size=256", 256), ("?size=4096", 256), ("", 256)]
    {
        let image = pixels(&avatar(&world, &ann.id, &hash, query).await);
        assert_eq!(image.dimensions(), (side, side), "{query}");
        assert!(is(&image, side / 4, side / 2, RED) && is(&image, side * 3 / 4, side / 2, BLUE), "the middle is kept");
    }
    for bad in ["?size=-1", "?size=x", "?size=99999"] {
        let answer = fetches(&world, &format!("/cdn/avatars/{}/{hash}.png{bad}", ann.id)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{bad}");
    }
    uploads(&world, &ann, AVATAR, &encoded(&halves(600, 600), image::ImageFormat::WebP)).await.ok();
    assert_eq!(pixels(&shown(&world, &ann).await).dimensions(), (512, 512));
    uploads(&world, &ann, AVATAR, &encoded(&halves(20, 30), image::ImageFormat::Gif)).await.ok();
    assert_eq!(pixels(&shown(&world, &ann).await).dimensions(), (20, 20), "never larger than it came");
}

#[actix_web::test]
async fn the_content_type_is_the_true_one_for_any_extension() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for (file, kind, start) in
        [(png(), "image/jpeg", &b"\xFF\xD8\xFF"[..]), (encoded(&glass(100), image::ImageFormat::WebP), "image/png", b"\x89PNG")]
    {
        let hash = text(&uploads(&world, &ann, AVATAR, &file).await.ok()["avatar"]);
        for ending in ["png", "webp", "jpg", "jpeg", "gif"] {
            let answer = fetches(&world, &format!("/cdn/avatars/{}/{hash}.{ending}", ann.id)).await;
            let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
            assert_eq!(header("content-type"), kind);
            assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
            assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
            assert!(!answer.headers().contains_key("content-disposition") && !answer.headers().contains_key("set-cookie"));
            assert!(answer.bytes().await.expect("an image").starts_with(start));
        }
        for ending in ["svg", "html", "", "PNG", "png.html"] {
            let answer = fetches(&world, &format!("/cdn/avatars/{}/{hash}.{ending}", ann.id)).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{ending}");
        }
    }
    let seen_through = image::load_from_memory(&shown(&world, &ann).await).expect("an image").to_rgba8();
    assert_eq!((seen_through.get_pixel(4, 30).0[3], seen_through.get_pixel(60, 30).0), (0, [20, 200, 20, 255]));
}

#[actix_web::test]
async fn what_a_browser_has_is_not_sent_again_and_a_part_can_be_asked_for() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let hash = text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    let path = format!("/cdn/avatars/{}/{hash}.png", ann.id);
    let whole = fetches(&world, &path).await;
    let tag = whole.headers()["etag"].to_str().expect("text").to_owned();
    let length = whole.bytes().await.expect("an image").len();
    let known = asks(&world, Method::GET, &path, ("if-none-match", &tag)).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert!(known.bytes().await.expect("nothing").is_empty());
    let part = asks(&world, Method::GET, &path, ("range", "bytes=0-9")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes().await.expect("a part").len(), 10);
    let head = asks(&world, Method::HEAD, &path, ("accept", "*/*")).await;
    assert_eq!(
        (head.status(), &head.headers()["content-length"]),
        (StatusCode::OK, &length.to_string().parse().expect("a header"))
    );
    for method in [Method::POST, Method::DELETE] {
        assert_eq!(asks(&world, method, &path, ("accept", "*/*")).await.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[actix_web::test]
async fn users_without_an_avatar_get_one_of_six() {
    let world = World::new(Engine::Sqlite).await;
    let mut seen = Vec::new();
    for number in 0..6 {
        let answer = fetches(&world, &format!("/cdn/embed/avatars/{number}.png")).await;
        assert_eq!(answer.headers()["content-type"], "image/png");
        assert_eq!(answer.headers()["cross-origin-resource-policy"], "cross-origin");
        let bytes = answer.bytes().await.expect("an image").to_vec();
        assert!(pixels(&bytes).dimensions() == (256, 256) && !seen.contains(&bytes));
        seen.push(bytes);
    }
    for bad in ["6.png", "-1.png", "0.gif", "00.png", "x.png", ".png", "..%2f0.png"] {
        assert_eq!(fetches(&world, &format!("/cdn/embed/avatars/{bad}")).await.status(), StatusCode::NOT_FOUND, "{bad}");
    }
}

#[actix_web::test]
async fn a_path_never_leads_out_of_the_folder() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let hash = text(&uploads(&world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    let address = world.address();
    for (path, statuses) in [
        ("/cdn/avatars/..%2f..%2fsecret.key", &[400, 404][..]),
        ("/cdn/avatars/..%2f..%2f", &[400, 404]),
        ("/cdn/avatars/../../secret.key", &[404]),
        ("/cdn/avatars/%2e%2e/%2e%2e/secret.key", &[400, 404]),
        ("/cdn/avatars/ID/..%2f..%2f..%2fsecret.key", &[404]),
        ("/cdn/avatars/ID/..%5c..%5csecret.key", &[404]),
        ("/cdn/avatars/ID/%252e%252e%252fsecret.key", &[404]),
        ("/cdn/avatars/ID/HASH", &[404]),
        ("/cdn/avatars/ID/HASH/64.jpg", &[404]),
        ("/cdn/avatars/ID/HASH.png%00.html", &[400, 404]),
        ("/cdn/avatars/ID/HASH%2f64.jpg", &[404]),
        ("/cdn/avatars/1/HASH.png", &[404]),
        ("/cdn/avatars/0ID/HASH.png", &[200, 404]),
        ("/cdn/avatars//ID/HASH.png", &[400, 404]),
        ("/cdn/icons/ID/HASH.png", &[404]),
        ("/cdn/", &[404]),
        ("/cdn/media/secret.key", &[404]),
        ("/cdn/unfinished/1/HASH.png", &[404]),
    ] {
        let path = path.replace("ID", &ann.id).replace("HASH", &hash);
        let status = raw_status(&address, &path).await;
        assert!(statuses.contains(&status), "{path}: {status}");
    }
}

/// Asks without a client that would tidy the path up first.
async fn raw_status(address: &str, path: &str) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("connects");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("answered");
    String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

#[actix_web::test]
async fn a_name_or_a_hash_is_all_that_others_need_to_know() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    world.stranger().put(AVATAR, &json!({})).await.refused(401, 0);
    ann.put(AVATAR, &json!({})).await.refused(400, 0);
}
