//! Avatars and icons: how they come in, what is kept of them, who is told, how they are served.

pub mod files;
pub mod hostile;
pub mod metadata;

mod attacks;
mod names;
mod served;
mod stored;

use base64::{Engine, engine::general_purpose::STANDARD};
use image::RgbImage;
use reqwest::{Client, Response, StatusCode};

use crate::support::{Answer, Person, World, text};

pub const AVATAR: &str = "/users/@me/avatar";

/// A form with one file, as a browser sends it.
pub fn form(disposition: &[u8], kind: &str, file: &[u8]) -> Vec<u8> {
    let head = [&b"--edge\r\nContent-Disposition: form-data; "[..], disposition, b"\r\nContent-Type: ", kind.as_bytes()].concat();
    [&head[..], b"\r\n\r\n", file, b"\r\n--edge--\r\n"].concat()
}

pub async fn sends(world: &World, person: &Person, path: &str, body: Vec<u8>) -> Answer {
    let request = Client::new().put(world.url(&format!("/api/v10{path}"))).bearer_auth(&person.token);
    Person::answer(request.header("content-type", "multipart/form-data; boundary=edge").body(body)).await
}

pub async fn uploads(world: &World, person: &Person, path: &str, file: &[u8]) -> Answer {
    sends(world, person, path, form(b"name=\"file\"; filename=\"me.png\"", "image/png", file)).await
}

pub fn data_uri(file: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(file))
}

pub async fn fetches(world: &World, path: &str) -> Response {
    Client::new().get(world.url(path)).send().await.expect("the server answers")
}

/// The avatar in one size.
pub async fn avatar(world: &World, user: &str, hash: &str, query: &str) -> Vec<u8> {
    let answer = fetches(world, &format!("/cdn/avatars/{user}/{hash}.png{query}")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.bytes().await.expect("a whole image").to_vec()
}

/// The avatar that somebody has now, in its largest size.
pub async fn shown(world: &World, person: &Person) -> Vec<u8> {
    let hash = text(&person.get("/users/@me").await.ok()["avatar"]);
    avatar(world, &person.id, &hash, "").await
}

pub fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("an image").to_rgb8()
}

/// Whether the pixel there is nearly of this colour.
pub fn is(image: &RgbImage, x: u32, y: u32, colour: [u8; 3]) -> bool {
    image.get_pixel(x, y).0.iter().zip(colour).all(|(found, wanted)| found.abs_diff(wanted) < 40)
}

pub fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}
