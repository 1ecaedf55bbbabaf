//! Behind a proxy, everybody is counted by an address that they cannot choose.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{raw, read, request};
use crate::support::{Engine, World};

const CLIENT: &str = "203.0.113.7";

async fn behind_a_proxy() -> World {
    World::with(Engine::Sqlite, &[("RATE_LIMITS", "default"), ("TRUSTED_PROXIES", "127.0.0.1, ::ffff:10.0.0.0/104")]).await
}

/// What a client has invented and the proxy has added to, in a form that differs with the number.
fn headers(number: usize) -> Vec<String> {
    match number % 8 {
        0 => vec![format!("X-Forwarded-For: 5.6.7.{number}, x, {CLIENT}")],
        1 => vec![format!("X-Forwarded-For: 5.6.7.{number}"), format!("X-Forwarded-For: {CLIENT}")],
        2 => vec![format!("X-Forwarded-For: {CLIENT}:{}", 50_000 + number)],
        3 => vec![format!("x-forwarded-for: 5.6.7.{number},[::ffff:{CLIENT}]:80, 10.1.2.{number}")],
        4 => vec![format!("Forwarded: for=5.6.7.{number}, for={CLIENT};proto=https")],
        5 => vec![format!("Forwarded: for=5.6.7.{number}"), format!("forwarded: by=_x;For=\"{CLIENT}:_port\"")],
        6 => vec![format!("Forwarded: for=5.6.7.{number}, for=\"[::ffff:{CLIENT}]\"")],
        _ => vec![format!("X-Forwarded-For: 5.6.7.{number}, \u{442}, {CLIENT}"), format!("X-Real-IP: 5.6.7.{number}")],
    }
}

/// The status of looking an invite up, of which ten a minute are allowed from one address.
async fn looks_up(world: &World, lines: &[String]) -> u16 {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    raw(world, "GET", "/api/v10/invites/nothing", &lines).await.status
}

#[actix_web::test]
async fn a_client_is_the_same_one_whatever_it_and_its_proxies_write() {
    let world = behind_a_proxy().await;
    for number in 0..10 {
        assert_eq!(looks_up(&world, &headers(number)).await, 404, "{:?}", headers(number));
    }
    for number in 10..20 {
        assert_eq!(looks_up(&world, &headers(number)).await, 429, "{:?}", headers(number));
    }
    assert_eq!(looks_up(&world, &["X-Forwarded-For: 203.0.113.8".to_owned()]).await, 404, "somebody else is not refused");
}

#[actix_web::test]
async fn what_cannot_be_read_counts_for_the_proxy() {
    let world = behind_a_proxy().await;
    let unreadable = |number: usize| match number % 4 {
        0 => vec![format!("X-Forwarded-For: 5.6.7.{number}, unknown")],
        1 => vec![format!("Forwarded: for=5.6.7.{number}, for=_hidden")],
        2 => vec![format!("X-Forwarded-For: 5.6.7.{number},")],
        _ => vec![format!("X-Forwarded-For: 5.6.7.{number}"), format!("Forwarded: for={CLIENT}")],
    };
    for number in 0..10 {
        assert_eq!(looks_up(&world, &unreadable(number)).await, 404, "{:?}", unreadable(number));
    }
    for number in 10..14 {
        assert_eq!(looks_up(&world, &unreadable(number)).await, 429, "{:?}", unreadable(number));
    }
    assert_eq!(looks_up(&world, &[format!("X-Forwarded-For: {CLIENT}")]).await, 404);
}

/// Opens a socket of the gateway and keeps it.
async fn opens(world: &World, lines: &[String]) -> (TcpStream, u16) {
    let mut all = vec!["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
    all.extend(lines.iter().map(String::as_str));
    let mut stream = TcpStream::connect(world.address()).await.expect("connects");
    stream.write_all(&request("GET", "/gateway", &all, "Upgrade")).await.expect("sent");
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        assert!(stream.read_buf(&mut answer).await.expect("answered") > 0, "a head");
    }
    (stream, read(&answer).status)
}

#[actix_web::test]
async fn sockets_of_the_gateway_are_counted_by_the_same_address() {
    let world = behind_a_proxy().await;
    let mut sockets = Vec::new();
    for number in 0..20 {
        sockets.push(opens(&world, &headers(number)).await);
    }
    assert!(sockets.iter().all(|(_, status)| *status == 101));
    for number in 20..28 {
        assert_eq!(opens(&world, &headers(number)).await.1, 503, "{:?}", headers(number));
    }
    assert_eq!(opens(&world, &["X-Forwarded-For: 203.0.113.8".to_owned()]).await.1, 101, "somebody else comes in");
}

#[actix_web::test]
async fn the_gateway_url_has_the_scheme_of_the_request() {
    let world = World::new(Engine::Sqlite).await;
    for (line, scheme) in [
        ("X-Forwarded-Proto: https", "wss"),
        ("X-Forwarded-Proto: HTTPS, http", "wss"),
        ("Forwarded: for=_a;proto=https", "wss"),
        ("X-Forwarded-Proto: http", "ws"),
        ("X-Forwarded-Proto: gopher", "ws"),
    ] {
        let answer = raw(&world, "GET", "/api/v10/gateway", &[line]).await;
        let expected = format!(r#"{{"url":"{scheme}://localhost/gateway"}}"#);
        assert_eq!(String::from_utf8_lossy(&answer.body), expected, "{line}");
    }
}
