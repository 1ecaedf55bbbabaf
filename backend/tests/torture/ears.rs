//! Those who listen on the gateway and note what they hear of messages.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinHandle,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{
    program::Program,
    world::{Person, id, text},
};

/// Guilds, messages in guilds, and what they say.
const INTENTS: u64 = 1 | 1 << 9 | 1 << 15;
const PATIENCE: Duration = Duration::from_secs(20);
/// By night they listen for longer than a connection lives without a sign of life.
const HEARTBEAT: Duration = Duration::from_secs(20);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Created(u64, String),
    Updated(u64, String),
    Deleted(u64),
}

impl Heard {
    pub const fn id(&self) -> u64 {
        match self {
            Self::Created(id, _) | Self::Updated(id, _) | Self::Deleted(id) => *id,
        }
    }
}

/// A connection that listens to one channel until it is cut.
pub struct Ear {
    pub ready: Value,
    coming: UnboundedReceiver<Heard>,
    listening: JoinHandle<()>,
}

impl Ear {
    pub async fn opens(program: &Program, person: &Person, channel: &str) -> Self {
        let address = program.url("/gateway?v=10&encoding=json").replacen("http", "ws", 1);
        let (mut stream, _) = connect_async(address).await.expect("the gateway answers");
        assert_eq!(frame(&mut stream).await.expect("HELLO")["op"], 10);
        let identify = json!({"token": person.token, "intents": INTENTS, "properties": {}, "chatspace": {"v": 1}});
        stream.send(Message::text(json!({"op": 2, "d": identify}).to_string())).await.expect("the socket is open");
        let ready = frame(&mut stream).await.expect("READY");
        assert_eq!(ready["t"], "READY", "{ready}");
        let (tell, coming) = unbounded_channel();
        let channel = channel.to_owned();
        let listening = tokio::spawn(async move {
            let mut seq = 1;
            let mut beat = tokio::time::interval(HEARTBEAT);
            loop {
                let frame = tokio::select! {
                    _ = beat.tick() => {
                        // A connection that is gone says so to who reads.
                        let _ = stream.send(Message::text(json!({"op": 1, "d": seq}).to_string())).await;
                        continue;
                    }
                    frame = frame(&mut stream) => frame,
                };
                let Some(frame) = frame else { return };
                if frame["op"] == 0 {
                    seq += 1;
                    assert_eq!(frame["s"], seq, "numbers rise by one");
                }
                if let Some(heard) = heard(&frame, &channel) {
                    // Whoever is not asked any more may go on hearing.
                    let _ = tell.send(heard);
                }
            }
        });
        Self { ready: ready["d"].clone(), coming, listening }
    }

    /// Waits until so many messages have been created, and yields all that was heard until then.
    pub async fn hears(&mut self, created: usize) -> Vec<Heard> {
        let mut all = Vec::new();
        let mut count = 0;
        while count < created {
            let next = tokio::time::timeout(PATIENCE, self.coming.recv()).await.expect("something is heard").expect("it listens");
            count += usize::from(matches!(next, Heard::Created(..)));
            all.push(next);
        }
        all
    }

    /// All that is heard up to the end of the connection.
    pub async fn hears_to_the_end(mut self) -> Vec<Heard> {
        self.listening.await.expect("it listens in order");
        let mut all = Vec::new();
        while let Ok(heard) = self.coming.try_recv() {
            all.push(heard);
        }
        all
    }

    /// Goes away.
    pub fn closes(self) {
        self.listening.abort();
    }
}

/// The next frame; `None` at the end.
async fn frame(stream: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Option<Value> {
    loop {
        match stream.next().await? {
            Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).expect("frames are JSON")),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn heard(frame: &Value, channel: &str) -> Option<Heard> {
    let d = &frame["d"];
    if d["channel_id"] != channel {
        return None;
    }
    match frame["t"].as_str()? {
        "MESSAGE_CREATE" => Some(Heard::Created(id(&d["id"]), text(&d["content"]))),
        "MESSAGE_UPDATE" => Some(Heard::Updated(id(&d["id"]), text(&d["content"]))),
        "MESSAGE_DELETE" => Some(Heard::Deleted(id(&d["id"]))),
        _ => None,
    }
}
