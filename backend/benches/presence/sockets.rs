//! Connections that count the received bytes.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use serde_json::{Value, json};
use tokio::{net::TcpStream, task::AbortHandle};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Counts over some connections.
#[derive(Debug, Default)]
pub struct Tally {
    pub frames: AtomicU64,
    pub bytes: AtomicU64,
    pub closed: AtomicU64,
}

impl Tally {
    pub fn reset(&self) {
        for count in [&self.frames, &self.bytes, &self.closed] {
            count.store(0, Relaxed);
        }
    }
}

/// An identified connection.
pub struct Socket {
    out: SplitSink<Stream, Message>,
    reading: AbortHandle,
}

impl Socket {
    pub async fn open(address: &str, identify: &Value, tally: &Arc<Tally>) -> Self {
        let url = format!("{}/gateway?v=10&encoding=json", address.replacen("http", "ws", 1));
        let (stream, _) = connect_async(url).await.expect("a socket");
        let (out, mut frames) = stream.split();
        let mut socket = Self { out, reading: tokio::spawn(async {}).abort_handle() };
        socket.send(2, identify).await;
        loop {
            let frame = frames.next().await.expect("a frame").expect("whole");
            if frame.to_text().is_ok_and(|text| text.contains("\"READY\"")) {
                break;
            }
        }
        let tally = tally.clone();
        let reading = async move {
            while let Some(Ok(Message::Text(text))) = frames.next().await {
                tally.frames.fetch_add(1, Relaxed);
                tally.bytes.fetch_add(text.len() as u64, Relaxed);
            }
            tally.closed.fetch_add(1, Relaxed);
        };
        socket.reading = tokio::spawn(reading).abort_handle();
        socket
    }

    pub async fn send(&mut self, op: u64, d: &Value) {
        self.out.send(Message::text(json!({"op": op, "d": d}).to_string())).await.expect("the socket is open");
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reading.abort();
    }
}
