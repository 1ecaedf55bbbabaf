//! A gateway connection. It notes every dispatch it gets, and waits for events instead of for time.

use std::{env, fs::OpenOptions, io::Write, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

/// All intents.
const INTENTS: u64 = 53_608_447;
/// Nothing that a story waits for takes so long.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The last sequence number seen.
    pub seq: u64,
    pub session: String,
    /// All dispatches, in order: name and payload.
    pub seen: Vec<(String, Value)>,
    /// How far the story has read in `seen`.
    read: usize,
}

/// What came in.
pub enum Incoming {
    Frame(Value),
    Closed(u16),
}

/// Adds an event that bots may see to the file that `EVENTS_FILE` names, if it does: `scripts/bot-events.mjs` has bots' libraries
/// parse them all.
fn keep(frame: &Value) {
    let is_for_bots = !frame["t"].as_str().is_some_and(|name| name.starts_with("CHATSPACE_"));
    let Some(file) = env::var_os("EVENTS_FILE").filter(|_| is_for_bots) else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(file).expect("the file of events");
    file.write_all(format!("{frame}\n").as_bytes()).expect("the event is kept");
}

impl Socket {
    /// Connects and gets HELLO.
    pub async fn open(address: &str) -> Self {
        let (stream, _) = connect_async(format!("ws://{address}/gateway?v=10&encoding=json")).await.expect("the gateway answers");
        let mut socket = Self { stream, seq: 0, session: String::new(), seen: Vec::new(), read: 0 };
        let hello = socket.frame().await;
        assert_eq!(hello["op"], 10, "{hello}");
        assert!(hello["d"]["heartbeat_interval"].is_u64());
        socket
    }

    pub async fn identified(address: &str, token: &str) -> Self {
        let identify = json!({"token": token, "intents": INTENTS, "properties": {}, "chatspace": {"v": 1}});
        Self::identified_as(address, identify).await
    }

    pub async fn identified_as(address: &str, identify: Value) -> Self {
        let mut socket = Self::open(address).await;
        socket.sends(2, identify).await;
        let ready = socket.event("READY").await;
        socket.session = ready["session_id"].as_str().expect("a session id").to_owned();
        for _ in ready["guilds"].as_array().expect("a list") {
            socket.event("GUILD_CREATE").await;
        }
        socket
    }

    /// Opens a new connection for the same session and asks for what was missed.
    pub async fn resumed(address: &str, token: &str, session: &str, seq: u64) -> Self {
        let mut socket = Self::open(address).await;
        socket.sends(6, json!({"token": token, "session_id": session, "seq": seq})).await;
        socket.seq = seq;
        socket.session = session.to_owned();
        socket
    }

    pub async fn sends(&mut self, op: u64, d: Value) {
        self.sends_text(&json!({"op": op, "d": d}).to_string()).await;
    }

    pub async fn sends_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("the socket is open");
    }

    /// Says goodbye in the way of the protocol.
    pub async fn says_goodbye(mut self, code: u16) -> (String, u64) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.stream.send(Message::Close(Some(frame))).await.expect("the socket is open");
        while self.stream.next().await.is_some_and(|message| message.is_ok()) {}
        (self.session, self.seq)
    }

    /// A ping comes back.
    pub async fn pings(&mut self, bytes: &'static [u8]) {
        self.stream.send(Message::Ping(bytes.into())).await.expect("the socket is open");
        while !matches!(self.stream.next().await, Some(Ok(Message::Pong(answer))) if answer == bytes) {}
    }

    /// What comes in next, pings aside.
    pub async fn next(&mut self) -> Incoming {
        let waiting = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return Incoming::Frame(serde_json::from_str(&text).expect("frames are JSON"));
                    }
                    Some(Ok(Message::Close(frame))) => return Incoming::Closed(close_code(frame)),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Incoming::Closed(1006),
                }
            }
        };
        let incoming = tokio::time::timeout(PATIENCE, waiting).await.expect("something comes in");
        if let Incoming::Frame(frame) = &incoming {
            let lacks = ["op", "d", "s", "t"].into_iter().find(|field| frame.get(field).is_none());
            assert_eq!(lacks, None, "libraries want all four fields in every frame: {frame}");
        }
        if let Incoming::Frame(frame) = &incoming
            && frame["op"] == 0
        {
            let seq = frame["s"].as_u64().expect("a dispatch has a number");
            assert_eq!(seq, self.seq + 1, "numbers rise by one: {frame}");
            self.seq = seq;
            keep(frame);
            self.seen.push((frame["t"].as_str().expect("a name").to_owned(), frame["d"].clone()));
        }
        incoming
    }

    /// The next frame; a close fails the story.
    pub async fn frame(&mut self) -> Value {
        match self.next().await {
            Incoming::Frame(frame) => frame,
            Incoming::Closed(code) => panic!("closed with {code}"),
        }
    }

    /// The next event of this name, among those not read yet; others stay in `seen`.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            while self.read < self.seen.len() {
                self.read += 1;
                if self.seen[self.read - 1].0 == name {
                    return self.seen[self.read - 1].1.clone();
                }
            }
            self.frame().await;
        }
    }

    /// The next frame with this op code.
    pub async fn op(&mut self, op: u64) -> Value {
        loop {
            let frame = self.frame().await;
            if frame["op"] == op {
                return frame;
            }
        }
    }

    /// The code with which the server closes.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Incoming::Closed(code) = self.next().await {
                return code;
            }
        }
    }

    /// Waits for the answer to a heartbeat: everything announced before it has then come in.
    pub async fn settles(&mut self) {
        self.sends(1, json!(self.seq)).await;
        self.op(11).await;
    }

    /// The names of all events after the first `skip`, once everything has come in.
    pub async fn names_since(&mut self, skip: usize) -> Vec<String> {
        self.settles().await;
        self.seen[skip..].iter().map(|(name, _)| name.clone()).collect()
    }

    /// Forgets what was seen, in a long story.
    pub fn forgets(&mut self) {
        self.seen.clear();
        self.read = 0;
    }

    /// Ends the connection without a word.
    pub fn drops(self) -> (String, u64) {
        (self.session, self.seq)
    }
}

fn close_code(frame: Option<CloseFrame>) -> u16 {
    frame.map_or(1005, |frame| frame.code.into())
}
