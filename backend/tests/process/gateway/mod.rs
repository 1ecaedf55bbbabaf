//! The gateway under clients that do what no client should. Sizes are those of every run; `PROOF_SIZE=nightly` makes them larger.

mod crowd;
mod cuts;
mod fan_out;
mod flood;
mod ghosts;
mod initial_state;
mod malformed;
mod slow;
mod storm;
mod takeover;
mod unread;

use std::{env, fmt::Display, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::program::Program;

/// Nothing that is waited for takes so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often to do a thing: in every run, and at night.
fn size(every_run: usize, nightly: usize) -> usize {
    if env::var("PROOF_SIZE").is_ok_and(|size| size == "nightly") { nightly } else { every_run }
}

/// One line of the table of proofs, for what the test has made sure of.
fn proven(letter: char, what: &str, figure: impl Display, budget: &str) {
    told((letter, true), what, figure, budget);
}

/// One line of the table of proofs, with a figure that is told whether it holds or not.
fn told((letter, holds): (char, bool), what: &str, figure: impl Display, budget: &str) {
    let verdict = if holds { "pass" } else { "fail" };
    println!("proof | 3.{letter} | {what} | {figure} | {budget} | {verdict}");
}

/// A client that behaves.
struct Client {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    seq: u64,
    session: String,
    /// The text of every message that was told, in order.
    heard: Vec<String>,
}

impl Client {
    async fn opens(program: &Program) -> Self {
        Self::opens_at(&program.url("")).await
    }

    /// On the server at an address such as `http://127.0.0.1:8000`.
    async fn opens_at(server: &str) -> Self {
        Self::opens_from(server, "127.0.0.1").await
    }

    /// The same, from an address that a proxy would tell.
    async fn opens_from(server: &str, address: &str) -> Self {
        let gateway = format!("{}/gateway", server.replacen("http", "ws", 1));
        let mut request = gateway.into_client_request().expect("an address");
        request.headers_mut().insert("x-forwarded-for", address.parse().expect("a header"));
        let (stream, _) = connect_async(request).await.expect("the gateway answers");
        Self { stream, seq: 0, session: String::new(), heard: Vec::new() }
    }

    async fn identifies(program: &Program, token: &str) -> Self {
        Self::identifies_as(program, json!({"token": token})).await
    }

    async fn identifies_as(program: &Program, identify: Value) -> Self {
        let mut client = Self::opens(program).await;
        client.says(2, identify).await;
        client.hears("READY").await.expect("the token is good");
        client
    }

    async fn says(&mut self, op: u64, d: Value) {
        let frame = json!({"op": op, "d": d}).to_string();
        // A server that has closed says so to who reads.
        let _ = self.stream.send(Message::text(frame)).await;
    }

    /// Reads up to the event of this name, or up to the close.
    ///
    /// # Errors
    /// The close code.
    async fn hears(&mut self, name: &str) -> Result<Value, u16> {
        self.reads(|frame| frame["t"] == name).await
    }

    async fn says_goodbye(mut self) {
        let _ = self.stream.close(None).await;
    }

    /// Reads until everything announced before has come.
    async fn settles(&mut self) -> Result<(), u16> {
        self.says(1, json!(self.seq)).await;
        self.reads(|frame| frame["op"] == 11).await.map(|_| ())
    }

    async fn reads(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<Value, u16> {
        loop {
            match tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("something comes in") {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    self.notes(&frame);
                    if is_it(&frame) {
                        return Ok(frame);
                    }
                }
                Some(Ok(Message::Close(close))) => return Err(close.map_or(1005, |close| close.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    fn notes(&mut self, frame: &Value) {
        if frame["op"] != 0 {
            return;
        }
        self.seq += 1;
        assert_eq!(frame["s"].as_u64(), Some(self.seq), "numbers rise by one: {frame}");
        match frame["t"].as_str() {
            Some("READY") => frame["d"]["session_id"].as_str().expect("an id").clone_into(&mut self.session),
            Some("MESSAGE_CREATE") => self.heard.push(frame["d"]["content"].as_str().expect("text").to_owned()),
            _ => {}
        }
    }
}
