//! No address has all connections, whatever they are for.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{raw, read, request};
use crate::support::{Engine, World};

/// As `/chatspace/limits` says.
const PER_ADDRESS: usize = 256;

/// A connection over which something has been answered, and which is kept.
async fn keeps(world: &World) -> (TcpStream, u16) {
    let mut stream = TcpStream::connect(world.address()).await.expect("connects");
    stream.write_all(&request("HEAD", "/health/live", &[], "keep-alive")).await.expect("sent");
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut answer).await.unwrap_or(0) == 0 {
            break;
        }
    }
    (stream, read(&answer).status)
}

#[actix_web::test]
async fn connections_of_one_address_are_limited_and_the_next_gets_an_error() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let mut kept = Vec::new();
    for _ in 0..PER_ADDRESS {
        let (stream, status) = keeps(&world).await;
        assert_eq!(status, 200);
        kept.push(stream);
    }
    let mut refused = TcpStream::connect(world.address()).await.expect("connects");
    let mut answer = Vec::new();
    refused.read_to_end(&mut answer).await.expect("is told without asking");
    let answer = read(&answer);
    assert_eq!((answer.status, answer.headers["retry-after"].as_str()), (503, "5"));
    drop(kept.pop());
    // The server notices a moment later.
    while keeps(&world).await.1 != 200 {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_trusted_proxy_and_this_machine_among_friends_may_have_more() {
    for settings in
        [[("RATE_LIMITS", "default"), ("TRUSTED_PROXIES", "127.0.0.1")], [("RATE_LIMITS", "relaxed"), ("DEBUG", "false")]]
    {
        let world = World::with(Engine::Sqlite, &settings).await;
        let mut kept = Vec::new();
        for _ in 0..=PER_ADDRESS {
            kept.push(keeps(&world).await);
        }
        assert!(kept.iter().all(|(_, status)| *status == 200), "{settings:?}");
    }
}

#[actix_web::test]
async fn a_connection_waits_for_its_next_request_as_long_as_the_settings_say() {
    let world = World::with(Engine::Sqlite, &[("KEEP_ALIVE_SECONDS", "1")]).await;
    let (mut stream, status) = keeps(&world).await;
    assert_eq!(status, 200);
    assert_eq!(stream.read(&mut [0; 1]).await.expect("is closed in order"), 0);
    assert_eq!(raw(&world, "GET", "/health/live", &[]).await.status, 200);
}
