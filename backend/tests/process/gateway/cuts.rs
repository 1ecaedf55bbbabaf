//! Connections that are cut at random bytes in mid traffic: what each client hears in the end is what one that was never cut hears.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt, future::join_all};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::{
    Client,
    crowd::{Crowd, host},
    proven, size,
};

/// Clients that are cut at the same time, all of one person.
const CLIENTS: usize = 8;
const SEED: u64 = 20_261_123;
/// What a connection may be given: less than the answer to its handshake, or some four events.
const BYTES: std::ops::Range<usize> = 1..2500;
/// Traffic never ends, so no connection waits so long for its bytes.
const PATIENCE: Duration = Duration::from_secs(30);
/// So many messages the slowest client may be behind: far less than what has it closed for being slow.
const BEHIND: usize = 100;

/// What all of them look at.
struct Course {
    server: String,
    cuts_left: AtomicUsize,
    clients_left: AtomicUsize,
    /// How many messages each has heard.
    heard: [AtomicUsize; CLIENTS],
}

impl Course {
    fn takes_a_cut(&self) -> bool {
        self.cuts_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }

    fn goes_on(&self) -> bool {
        self.clients_left.load(Ordering::SeqCst) > 0
    }

    fn slowest(&self) -> usize {
        self.heard.iter().map(|heard| heard.load(Ordering::SeqCst)).min().unwrap_or(0)
    }
}

/// Passes one connection on, and cuts it when it has given its client so many bytes.
async fn pass_and_cut(listener: &TcpListener, server: &str, bytes: usize) {
    let (mut client, _) = listener.accept().await.expect("the client comes");
    let mut server = TcpStream::connect(server).await.expect("the server listens");
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let up = tokio::io::copy(&mut from_client, &mut to_server);
    let down = async {
        let (mut left, mut buffer) = (bytes, [0; 1024]);
        while left > 0 {
            let most = left.min(buffer.len());
            let read = from_server.read(&mut buffer[..most]).await.unwrap_or(0);
            if read == 0 || to_client.write_all(&buffer[..read]).await.is_err() {
                break;
            }
            left -= read;
        }
    };
    tokio::select! { _ = up => {}, () = down => {} }
}

/// What a client keeps between its connections.
struct Cut {
    token: String,
    session: String,
    seq: u64,
    heard: Vec<String>,
}

impl Cut {
    fn new(client: Client, token: &str) -> Self {
        Self { token: token.to_owned(), session: client.session, seq: client.seq, heard: client.heard }
    }

    /// Connects, resumes, and hears until the connection ends, or until its heartbeat is answered if it sends one.
    async fn hears(&mut self, address: &str, beats: bool) {
        let Ok((mut stream, _)) = connect_async(format!("ws://{address}/gateway")).await else { return };
        let resume = json!({"op": 6, "d": {"token": self.token, "session_id": self.session, "seq": self.seq}});
        if stream.send(Message::text(resume.to_string())).await.is_err() {
            return;
        }
        if beats {
            let beat = json!({"op": 1, "d": null}).to_string();
            stream.send(Message::text(beat)).await.expect("the last connection stays");
        }
        while let Some(Ok(message)) = stream.next().await {
            match message {
                Message::Text(frame) => {
                    let frame: Value = serde_json::from_str(&frame).expect("frames are JSON");
                    if frame["op"] == 11 {
                        return;
                    }
                    self.notes(&frame);
                }
                Message::Close(close) => panic!("the server has no reason to close: {close:?}"),
                _ => {}
            }
        }
    }

    fn notes(&mut self, frame: &Value) {
        assert_ne!(frame["op"], 9, "the session goes on every time");
        if frame["op"] == 0 {
            self.seq += 1;
            assert_eq!(frame["s"].as_u64(), Some(self.seq), "numbers rise by one: {frame}");
            if frame["t"] == "MESSAGE_CREATE" {
                self.heard.push(frame["d"]["content"].as_str().expect("text").to_owned());
            }
        }
    }

    /// Is cut until all together have been cut often enough.
    async fn suffers(mut self, course: &Course, number: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = listener.local_addr().expect("an address").to_string();
        let mut random = StdRng::seed_from_u64(SEED + number as u64);
        while course.takes_a_cut() {
            let bytes = random.random_range(BYTES);
            let both = async { tokio::join!(pass_and_cut(&listener, &course.server, bytes), self.hears(&proxy, false)) };
            tokio::time::timeout(PATIENCE, both).await.expect("it is given its bytes");
            course.heard[number].store(self.heard.len(), Ordering::SeqCst);
        }
        course.clients_left.fetch_sub(1, Ordering::SeqCst);
        self
    }
}

/// Somebody talks until the last has been cut.
async fn talk(crowd: &Crowd, course: &Course, witness: &mut Client) -> usize {
    let mut said = 0;
    while course.goes_on() {
        crowd.says(&said.to_string()).await;
        said += 1;
        if said % 50 == 0 {
            witness.settles().await.expect("the witness stays");
        }
        while course.goes_on() && course.cuts_left.load(Ordering::SeqCst) > 0 && course.slowest() + BEHIND < said {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_at_random_bytes_lose_double_and_reorder_nothing() {
    let crowd = Crowd::new(1).await;
    let token = &crowd.people[0];
    let mut witness = Client::identifies(&crowd.program, &crowd.owner).await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut client = Client::identifies(&crowd.program, token).await;
        client.settles().await.expect("it is connected");
        clients.push(Cut::new(client, token));
    }
    let cuts = size(1000, 10_000);
    println!("seed {SEED}");
    let course = Course {
        server: host(&crowd.program),
        cuts_left: AtomicUsize::new(cuts),
        clients_left: AtomicUsize::new(CLIENTS),
        heard: Default::default(),
    };
    let cutting = clients.into_iter().enumerate().map(|(number, client)| client.suffers(&course, number));
    let (clients, said) = tokio::join!(join_all(cutting), talk(&crowd, &course, &mut witness));
    witness.settles().await.expect("the witness stays");
    assert_eq!(witness.heard, (0..said).map(|n| n.to_string()).collect::<Vec<_>>());
    for mut client in clients {
        client.hears(&course.server, true).await;
        assert!(client.heard == witness.heard, "what the cut client heard is what the witness heard");
    }
    let figure = format!("0 in {cuts} cuts, {said} messages");
    proven('e', "F-4 connections cut at random bytes: events lost, doubled or out of order", figure, "0 in 1000");
}
