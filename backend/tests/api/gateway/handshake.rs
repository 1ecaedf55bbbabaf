//! Coming in: the handshake, HELLO, IDENTIFY, and all the ways to do it wrong.

use std::{io::Read, time::Duration};

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use super::Scene;
use crate::support::{Engine, Socket, World};

on_both_databases! {
    ready_and_the_guilds_come_first,
}

async fn ready_and_the_guilds_come_first(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let mut socket = Socket::open(&world.address()).await;
    socket.sends(1, Value::Null).await;
    assert_eq!(socket.op(11).await["op"], 11, "a heartbeat before IDENTIFY is answered");
    socket.sends(2, json!({"token": ann.token, "intents": 3_276_799, "properties": {}, "presence": null})).await;
    let ready = socket.event("READY").await;
    assert_eq!(ready["v"], 10);
    assert_eq!((&ready["user"]["id"], &ready["user"]["email"]), (&json!(ann.id), &json!("ann@example.org")));
    assert_eq!(ready["guilds"], json!([{"id": guild.id, "unavailable": true}]));
    assert_eq!(ready["resume_gateway_url"], format!("ws://{}/gateway", world.address()));
    assert_eq!(ready["application"], json!({"id": ann.id, "flags": 565_248}));
    let told = socket.event("GUILD_CREATE").await;
    assert_eq!((&told["id"], &told["unavailable"], &told["member_count"]), (&json!(guild.id), &json!(false), &json!(1)));
    assert_eq!(told["members"][0]["user"]["id"], ann.id.as_str());
    assert_eq!(told["channels"][0]["id"], guild.channel.as_str());
    assert_eq!(socket.event("PRESENCE_UPDATE").await["user"], json!({"id": ann.id}));
}

#[actix_web::test]
async fn the_lazy_client_gets_its_own_member_only() {
    let scene = Scene::new().await;
    let identify = json!({"token": scene.bob.token, "chatspace": {"v": 1, "lazy_members": true}});
    let mut socket = Socket::open(&scene.world.address()).await;
    socket.sends(2, identify).await;
    let told = socket.event("GUILD_CREATE").await;
    assert_eq!(told["members"].as_array().map(Vec::len), Some(1));
    assert_eq!((&told["members"][0]["user"]["id"], &told["presences"]), (&json!(scene.bob.id), &json!([])));
    assert_eq!((&told["member_count"], &told["large"]), (&json!(2), &json!(true)));
}

#[actix_web::test]
async fn each_mistake_has_its_close_code() {
    let scene = Scene::new().await;
    let address = scene.world.address();
    for (frame, code) in [
        (json!({"op": 3, "d": {}}).to_string(), 4003),
        (json!({"op": 8, "d": {"guild_id": scene.guild.id}}).to_string(), 4003),
        (json!({"op": 2, "d": {"token": "nonsense"}}).to_string(), 4004),
        (json!({"op": 2, "d": {}}).to_string(), 4002),
        (json!({"op": 99, "d": {}}).to_string(), 4001),
        (json!({"op": 200, "d": {}}).to_string(), 4001),
        ("tea".to_owned(), 4002),
        (format!(r#"{{"op":1,"d":"{}"}}"#, "x".repeat(4096)), 4002),
    ] {
        let mut socket = Socket::open(&address).await;
        socket.sends_text(&frame).await;
        assert_eq!(socket.closed().await, code, "{}", &frame[..frame.len().min(60)]);
    }
    let mut socket = scene.ann.connects().await;
    socket.sends(2, json!({"token": scene.ann.token})).await;
    assert_eq!(socket.closed().await, 4005);
    let mut socket = scene.ann.connects().await;
    socket.sends_text(&format!(r#"{{"op":1,"d":"{}"}}"#, "x".repeat(60_000))).await;
    socket.settles().await;
    socket.sends_text(&format!(r#"{{"op":1,"d":"{}"}}"#, "x".repeat(66_000))).await;
    assert_eq!(socket.closed().await, 4002);
}

#[actix_web::test]
async fn a_frame_that_only_claims_to_be_large_is_refused_at_once() {
    let scene = Scene::new().await;
    for claim in [u64::MAX >> 1, 1 << 31, 65_536] {
        let mut tcp = TcpStream::connect(scene.world.address()).await.expect("the server listens");
        let handshake = "GET /gateway HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n";
        tcp.write_all(handshake.as_bytes()).await.expect("writes");
        let mut header = vec![0x81, 0x80 | 127];
        header.extend(claim.to_be_bytes());
        header.extend([0; 4]);
        tcp.write_all(&header).await.expect("writes");
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(5), tcp.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "the connection ends");
        assert!(answer.windows(2).any(|pair| pair == 4002u16.to_be_bytes()), "with its code: {claim}");
    }
}

#[actix_web::test]
async fn who_does_not_identify_or_beat_is_closed() {
    let scene = Scene::new().await;
    let mut silent = Socket::open(&scene.world.address()).await;
    let mut quiet = scene.ann.connects().await;
    let mut lively = scene.bob.connects().await;
    scene.passes(Duration::from_secs(11)).await;
    assert_eq!(silent.closed().await, 4009);
    scene.passes(Duration::from_secs(40)).await;
    lively.settles().await;
    scene.passes(Duration::from_secs(40)).await;
    assert_eq!(quiet.closed().await, 4009);
    lively.settles().await;
    let mut resumed = scene.resumes(&scene.ann, &quiet.session, quiet.seq).await;
    resumed.event("RESUMED").await;
}

#[actix_web::test]
async fn unsupported_versions_and_encodings_get_an_error() {
    let scene = Scene::new().await;
    for (query, code) in [("v=8", Some(4012)), ("v=10&encoding=etf", Some(4012)), ("v=9&encoding=json", None), ("", None)] {
        for path in ["/gateway", "/gateway/"] {
            let url = format!("ws://{}{path}?{query}", scene.world.address());
            let (mut stream, _) = connect_async(url).await.expect("the gateway answers");
            assert!(matches!(stream.next().await, Some(Ok(Message::Text(_)))), "HELLO");
            if let Some(code) = code {
                let Some(Ok(Message::Close(Some(frame)))) = stream.next().await else { panic!("{query} is closed") };
                assert_eq!(u16::from(frame.code), code);
            }
        }
    }
}

/// The status of a handshake with these headers; 101 when it succeeds, and then nothing comes before an IDENTIFY.
async fn handshake(world: &World, headers: &[(&'static str, &str)]) -> u16 {
    let mut request = format!("ws://{}/gateway", world.address()).into_client_request().expect("is a request");
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("is a header"));
    }
    match connect_async(request).await {
        Ok((mut stream, _)) => {
            let hello = stream.next().await.expect("a frame").expect("whole").into_text().expect("text");
            assert!(hello.contains("\"op\":10"), "{hello}");
            let more = tokio::time::timeout(Duration::from_millis(50), stream.next()).await;
            assert!(more.is_err(), "something came before anybody said who they are");
            101
        }
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{error}"),
    }
}

#[actix_web::test]
async fn another_site_may_not_connect() {
    let world = World::with(Engine::Sqlite, &[("PUBLIC_URL", "https://chat.example.org")]).await;
    let ann = world.person("ann").await;
    let cookie = ("cookie", "__Secure-chatspace_refresh=anything");
    let own = format!("http://{}", world.address());
    assert_eq!(handshake(&world, &[]).await, 101, "a program, which has no cookies");
    for good in ["https://chat.example.org", &own] {
        assert_eq!(handshake(&world, &[("origin", good), cookie]).await, 101, "{good}");
    }
    assert_eq!(handshake(&world, &[cookie]).await, 403, "a cookie from nowhere");
    let (other_port, shouted) = (format!("http://127.0.0.1:{}", 1), own.to_uppercase());
    for bad in [
        "https://evil.example",
        "null",
        "",
        "https://sub.chat.example.org",
        "https://chat.example.org.evil.example",
        "https://evil-chat.example.org",
        "https://chat.example.org:444",
        "https://chat.example.org@evil.example",
        "http://chat.example.org",
        "https://CHAT.example.org",
        "https://chat.example.org/",
        "file://",
        &other_port,
        &shouted,
    ] {
        assert_eq!(handshake(&world, &[("origin", bad), cookie]).await, 403, "{bad} with a cookie");
        assert_eq!(handshake(&world, &[("origin", bad)]).await, 403, "{bad}");
    }
    assert_eq!(ann.get("/gateway").await.ok(), json!({"url": "wss://chat.example.org/gateway"}));
    assert_eq!(world.stranger().get("/gateway/bot").await.ok()["session_start_limit"]["max_concurrency"], 1);
}

#[actix_web::test]
async fn a_bot_library_gets_a_compressed_stream_and_sends_binary_frames() {
    let scene = Scene::new().await;
    let url = format!("ws://{}/gateway/?v=10&encoding=json&compress=zlib-stream", scene.world.address());
    let (mut stream, _) = connect_async(url).await.expect("the gateway answers");
    let identify = json!({"op": 2, "d": {"token": format!("Bot {}", scene.bob.token), "intents": 53_608_447}});
    stream.send(Message::binary(identify.to_string().into_bytes())).await.expect("sends");
    let mut bytes = Vec::new();
    let mut texts = String::new();
    while !texts.contains("GUILD_CREATE") {
        let Some(Ok(Message::Binary(piece))) = stream.next().await else { panic!("all frames are binary") };
        assert!(piece.ends_with(&[0, 0, 0xff, 0xff]));
        bytes.extend_from_slice(&piece);
        texts.clear();
        // The stream has no end yet, which the decoder says once it has told everything.
        let _ = ZlibDecoder::new(&bytes[..]).read_to_string(&mut texts);
    }
    assert!(texts.starts_with(r#"{"op":10"#) && texts.contains("READY"), "{texts}");
}

#[actix_web::test]
async fn a_user_has_a_bounded_number_of_connections() {
    let scene = Scene::new().await;
    let mut sockets = Vec::new();
    for _ in 0..10 {
        sockets.push(scene.ann.connects().await);
    }
    let mut one_more = Socket::open(&scene.world.address()).await;
    one_more.sends(2, json!({"token": scene.ann.token})).await;
    assert_eq!(one_more.closed().await, 1013);
    sockets.pop().expect("there is one").says_goodbye(1000).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    scene.ann.connects().await;
}

#[actix_web::test]
async fn who_sends_too_much_is_closed_and_may_come_back() {
    let scene = Scene::with(&[("RATE_LIMITS", "default")]).await;
    let mut socket = scene.ann.connects().await;
    for _ in 0..130 {
        socket.sends(1, Value::Null).await;
    }
    assert_eq!(socket.closed().await, 4008);
    scene.resumes(&scene.ann, &socket.session, socket.seq).await.event("RESUMED").await;
}

#[actix_web::test]
async fn who_identifies_too_often_is_asked_to_wait_and_then_closed() {
    let scene = Scene::with(&[("RATE_LIMITS", "default")]).await;
    for _ in 0..5 {
        scene.ann.connects().await;
    }
    let mut socket = Socket::open(&scene.world.address()).await;
    for _ in 0..2 {
        socket.sends(2, json!({"token": scene.ann.token})).await;
    }
    assert_eq!(socket.op(9).await["d"], false);
    assert_eq!(socket.closed().await, 4008);
}

#[actix_web::test]
async fn pings_are_answered() {
    let scene = Scene::new().await;
    let mut socket = scene.ann.connects().await;
    socket.pings(b"tea").await;
    socket.settles().await;
}
