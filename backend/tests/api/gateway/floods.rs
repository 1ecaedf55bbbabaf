//! Too many connections, and too many sessions.

use std::time::{Duration, Instant};

use chatspace::kernel::limits;
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use super::Scene;
use crate::support::{Person, Socket};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A connection from an address, as a proxy tells it; `Err` with the status and what `Retry-After` says.
async fn comes_from(scene: &Scene, address: &str) -> Result<Stream, (u16, String)> {
    let mut request = format!("ws://{}/gateway", scene.world.address()).into_client_request().expect("an address");
    request.headers_mut().insert("x-forwarded-for", address.parse().expect("a header"));
    match connect_async(request).await {
        Ok((stream, _)) => Ok(stream),
        Err(Error::Http(answer)) => {
            let after = answer.headers().get("retry-after").map_or("none", |value| value.to_str().expect("text"));
            Err((answer.status().as_u16(), after.to_owned()))
        }
        Err(error) => panic!("{error}"),
    }
}

async fn identifies(stream: &mut Stream, person: &Person) {
    let identify = json!({"op": 2, "d": {"token": person.token}}).to_string();
    stream.send(Message::text(identify)).await.expect("sends");
    while let Some(Ok(frame)) = stream.next().await {
        if frame.to_text().expect("text").contains("READY") {
            return;
        }
    }
    panic!("there is a READY");
}

async fn behind_a_proxy() -> Scene {
    Scene::with(&[("RATE_LIMITS", "default"), ("TRUSTED_PROXIES", "127.0.0.1")]).await
}

#[actix_web::test]
async fn of_one_address_only_so_many_connections_may_be_nobodys() {
    let scene = behind_a_proxy().await;
    let address = "203.0.113.7";
    let mut strangers = Vec::new();
    for _ in 0..limits::STRANGERS_PER_ADDRESS {
        strangers.push(comes_from(&scene, address).await.expect("it is let in"));
    }
    let refused = comes_from(&scene, address).await.err();
    assert_eq!(refused, Some((503, "1".to_owned())), "one more is not");
    let began = Instant::now();
    let mut other = comes_from(&scene, "203.0.113.8").await.expect("another address is another matter");
    identifies(&mut other, &scene.bob).await;
    assert!(began.elapsed() < Duration::from_secs(5));
    identifies(&mut strangers[0], &scene.ann).await;
    strangers.push(comes_from(&scene, address).await.expect("who says who they are leaves room for the next"));
    assert!(comes_from(&scene, address).await.is_err());
    drop(strangers.pop());
    tokio::time::sleep(Duration::from_millis(200)).await;
    comes_from(&scene, address).await.expect("so does who goes");
}

#[actix_web::test]
async fn of_one_address_only_so_many_connections_may_be_there() {
    let mut scene = Scene::with(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let mut people = Vec::new();
    for n in 0..limits::SOCKETS_PER_ADDRESS / limits::SOCKETS_PER_USER {
        people.push(scene.world.person(&format!("guest{n}")).await);
    }
    scene.world.sets("RATE_LIMITS", "default");
    scene.world.restart().await;
    let mut streams = Vec::new();
    for n in 0..limits::SOCKETS_PER_ADDRESS {
        // One person may not come ten times in a moment.
        scene.world.pass(Duration::from_millis(500));
        // All of one /64, which is one address.
        let mut stream = comes_from(&scene, &format!("2001:db8::{n:x}")).await.expect("it is let in");
        identifies(&mut stream, &people[n % people.len()]).await;
        streams.push(stream);
    }
    assert_eq!(comes_from(&scene, "2001:db8::ffff").await.err(), Some((503, "1".to_owned())));
    comes_from(&scene, "2001:db8:0:1::1").await.expect("another /64 is another address");
}

#[actix_web::test]
async fn nobody_begins_more_than_a_thousand_sessions_a_day() {
    let scene = Scene::with(&[("RATE_LIMITS", "default")]).await;
    scene.ann.connects().await;
    let state = scene.world.running().state().clone();
    let user = scene.ann.id.parse::<chatspace::kernel::UserId>().expect("an id");
    for _ in 0..998 {
        assert_eq!(state.limiter.take(limits::IDENTIFY_DAY, user).retry_after_s, None);
    }
    scene.ann.connects().await;
    let mut socket = Socket::open(&scene.world.address()).await;
    for _ in 0..2 {
        socket.sends(2, json!({"token": scene.ann.token})).await;
    }
    assert_eq!(socket.op(9).await["d"], false);
    assert_eq!(socket.closed().await, 4008);
    scene.bob.connects().await;
    scene.world.pass(Duration::from_secs(87));
    scene.ann.connects().await;
    // Libraries refuse to start when they are told of a low number.
    let told = scene.ann.get("/gateway/bot").await.ok()["session_start_limit"].clone();
    assert_eq!(told, json!({"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}));
}
