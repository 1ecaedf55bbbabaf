//! A connection that is cut at random bytes, two hundred times, in mid traffic.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::{Scene, contents};
use crate::support::text;

const CUTS: usize = 200;
const SEED: u64 = 20_261_123;

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
struct Client {
    token: String,
    session: String,
    seq: u64,
    heard: Vec<String>,
}

impl Client {
    /// Connects, resumes, and hears until the connection ends.
    async fn hears_until_cut(&mut self, address: &str) {
        let Ok((mut stream, _)) = connect_async(format!("ws://{address}/gateway")).await else { return };
        let resume = json!({"op": 6, "d": {"token": self.token, "session_id": self.session, "seq": self.seq}});
        if stream.send(Message::text(resume.to_string())).await.is_err() {
            return;
        }
        while let Some(Ok(message)) = stream.next().await {
            if let Message::Text(frame) = message {
                self.hears(&serde_json::from_str(&frame).expect("frames are JSON"));
            }
        }
    }

    fn hears(&mut self, frame: &Value) {
        assert_ne!(frame["op"], 9, "the session goes on every time");
        if frame["op"] == 0 {
            self.seq += 1;
            assert_eq!(frame["s"].as_u64(), Some(self.seq), "numbers rise by one: {frame}");
            if frame["t"] == "MESSAGE_CREATE" {
                self.heard.push(text(&frame["d"]["content"]));
            }
        }
    }
}

#[actix_web::test]
async fn two_hundred_cuts_at_random_bytes_lose_and_double_nothing() {
    let scene = Scene::new().await;
    let mut witness = scene.bob.connects().await;
    let (session, seq) = scene.bob.connects().await.drops();
    let mut client = Client { token: scene.bob.token.clone(), session, seq, heard: Vec::new() };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let proxy = listener.local_addr().expect("an address").to_string();
    let server = scene.world.address();
    let mut random = StdRng::seed_from_u64(SEED);
    println!("seed {SEED}");
    let mut said = 0;
    for _ in 0..CUTS {
        let bytes = random.random_range(1..2500);
        let talk = async {
            for _ in 0..2 {
                scene.ann.says(&scene.guild.channel, &said.to_string()).await;
                said += 1;
            }
        };
        let connection = async {
            let cut = pass_and_cut(&listener, &server, bytes);
            // A connection that is given fewer bytes than it may have is cut by the end of the talk.
            let _ = tokio::time::timeout(Duration::from_millis(40), cut).await;
        };
        futures_util::future::join3(talk, connection, client.hears_until_cut(&proxy)).await;
    }
    let rest = tokio::time::timeout(Duration::from_secs(2), client.hears_until_cut(&server)).await;
    assert!(rest.is_err(), "the last connection stays");
    witness.settles().await;
    assert_eq!(client.heard.len(), 2 * CUTS);
    assert_eq!(client.heard, contents(&witness), "what the cut client heard is what the witness heard");
}
