//! How soon the sockets of a session are closed when its spent refresh token is reused.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt, future::join_all};
use serde_json::json;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{
    quantile,
    server::{PASSWORD, Server, text},
};

const SOCKETS: usize = 5;
const TIMES: usize = 20;

type Stream = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

pub async fn measure(server: &mut Server) {
    server.register("ann").await;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.extend(one_theft(server).await);
    }
    times.sort_by(f64::total_cmp);
    println!("from a spent refresh token to a socket closed with 4004, {} sockets (at most 1000 ms)", times.len());
    println!("  p50 {:.2} ms  max {:.2} ms", quantile(&times, 0.5), quantile(&times, 1.0));
}

async fn one_theft(server: &Server) -> Vec<f64> {
    let (_, signed_in) = server.sign_in("ann@example.org", PASSWORD).await;
    let access = text(&signed_in["access_token"]);
    let sockets = join_all((0..SOCKETS).map(|_| connect(server, &access))).await;
    let spent = json!({"refresh_token": signed_in["refresh_token"]});
    let (status, _) = server.post("/auth/refresh", "", &spent).await;
    assert!(status.is_success());
    // Another client reuses it, so there is no grace period.
    let thief = server.client.post(format!("{}/api/v10/auth/refresh", server.address)).header("user-agent", "Thief 1.0");
    let began = Instant::now();
    let closing = join_all(sockets.into_iter().map(|socket| closed(socket, began)));
    let (closed, refused) = tokio::join!(closing, thief.json(&spent).send());
    assert_eq!(refused.expect("an answer").status(), 401);
    closed
}

async fn connect(server: &Server, access: &str) -> Stream {
    let url = format!("{}/gateway?v=10&encoding=json", server.address.replacen("http", "ws", 1));
    let (mut stream, _) = connect_async(url).await.expect("a socket");
    let properties = json!({"os": "linux", "browser": "bench", "device": "bench"});
    let identify = json!({"op": 2, "d": {"token": access, "intents": 0, "properties": properties}});
    stream.send(Message::text(identify.to_string())).await.expect("sent");
    loop {
        let frame = stream.next().await.expect("a frame").expect("whole");
        if frame.to_text().is_ok_and(|text| text.contains("\"READY\"")) {
            return stream;
        }
    }
}

async fn closed(mut stream: Stream, began: Instant) -> f64 {
    let waits = async {
        loop {
            match stream.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return assert_eq!(u16::from(frame.code), 4004),
                Some(Ok(_)) => {}
                other => panic!("closed without a code: {other:?}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), waits).await.expect("it is closed");
    began.elapsed().as_secs_f64() * 1000.0
}
