//! Frames that break the rules of WebSocket, of JSON, or of the wire: each costs its sender the connection at most.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Client as Http;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Client, crowd::host, proven, size, told};
use crate::program::Program;

const SOCKETS: usize = 500;
/// Frames of each socket before growth is counted. Memory rises by some 18 MiB in the first 10,000 frames of a debug build and
/// then stays (0.3 MiB in the next 15,000): what is kept for reuse. A leak would go on. Growth from the start is told as well.
const FIRST: usize = 20;
const GROWTH_KIB: u64 = 10 * 1024;
const SEED: u64 = 20_261_126;
/// A frame that claims more than was sent is waited for; so long is enough to see that.
const MOMENT: Duration = Duration::from_millis(500);
/// One socket in so many has identified.
const IDENTIFIED: usize = 10;

/// What became of the connection.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Lives,
    Closed(u16),
    Ended,
    /// The server waits for the rest of a frame.
    Waits,
}

/// The codes that tell a client what it did wrong.
const BLAMES: &[u16] = &[1000, 1002, 1003, 1007, 1009, 4001, 4002, 4003, 4004, 4005, 4007, 4008];

/// A client's frame; `first` is its first byte.
fn frame(first: u8, body: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match u16::try_from(body.len()) {
        Ok(short @ 0..126) => frame.push(0x80 | u8::try_from(short).expect("short")),
        Ok(length) => {
            frame.push(0x80 | 0x7e);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(0x80 | 127);
            frame.extend((body.len() as u64).to_be_bytes());
        }
    }
    let mask = [7, 11, 13, 17];
    frame.extend(mask);
    frame.extend(body.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

fn text(body: &str) -> Vec<u8> {
    frame(0x81, body.as_bytes())
}

/// One right frame of each kind, to begin with.
fn sentence(random: &mut StdRng) -> Value {
    let own = "1538016506728808461";
    let all = [
        json!({"op": 1, "d": 1}),
        json!({"op": 2, "d": {"token": "none", "intents": 513, "properties": {}, "presence": {"status": "online"}}}),
        json!({"op": 3, "d": {"status": "idle", "activities": [], "since": null, "afk": false}}),
        json!({"op": 6, "d": {"token": "none", "session_id": "none", "seq": 5}}),
        json!({"op": 8, "d": {"guild_id": own, "query": "", "limit": 0, "user_ids": null, "nonce": "n"}}),
        json!({"op": 200, "d": {"channel_id": own, "content": "hello", "nonce": "n"}}),
        json!({"op": 203, "d": {"channel_id": own}}),
        json!({"op": 205, "d": {"token": "none"}}),
        json!({"op": 206, "d": {"guild_id": own, "channel_id": own, "ranges": [[0, 99]]}}),
    ];
    all.choose(random).expect("there are some").clone()
}

fn strange(random: &mut StdRng) -> Value {
    let all = [
        json!(null),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!(0.5),
        json!(true),
        json!([]),
        json!({}),
        json!([[[[{}]]]]),
        json!("\u{0}\u{202e}"),
        json!("x".repeat(3000)),
        json!(vec![-1; 500]),
    ];
    all.choose(random).expect("there are some").clone()
}

/// Changes one value somewhere, or takes it away.
fn twist(value: &mut Value, random: &mut StdRng) {
    if let Value::Object(object) = value
        && !object.is_empty()
        && random.random_bool(0.8)
    {
        let names: Vec<String> = object.keys().cloned().collect();
        let name = names.choose(random).expect("it is not empty");
        if random.random_bool(0.2) {
            object.remove(name);
        } else {
            twist(&mut object[name], random);
        }
    } else {
        *value = strange(random);
    }
}

/// Right WebSocket, wrong text.
fn wrong_text(random: &mut StdRng) -> Vec<u8> {
    let mut value = sentence(random);
    twist(&mut value, random);
    let mut bytes = value.to_string().into_bytes();
    match random.random_range(0..8) {
        0 => bytes.truncate(random.random_range(0..bytes.len())),
        1 => bytes.insert(random.random_range(0..bytes.len()), 0xff),
        2 => bytes = "[".repeat(random.random_range(100..4000)).into_bytes(),
        3 => bytes = format!(r#"{{"op":1,"op":{},"d":1e999}}"#, random.random::<i64>()).into_bytes(),
        4 => bytes[random.random_range(0..value.to_string().len())] = random.random(),
        _ => {}
    }
    frame(if random.random_bool(0.2) { 0x82 } else { 0x81 }, &bytes)
}

/// Wrong WebSocket.
fn wrong_frame(random: &mut StdRng) -> Vec<u8> {
    let heartbeat = r#"{"op":1,"d":null}"#;
    match random.random_range(0..9) {
        0 => frame(0x81 | (random.random_range(1..8) << 4), heartbeat.as_bytes()),
        1 => frame(0x80 | [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].choose(random).expect("some"), heartbeat.as_bytes()),
        2 => [&[0x81, u8::try_from(heartbeat.len()).expect("short")], heartbeat.as_bytes()].concat(),
        3 => frame(0x89, &[0; 126]),
        4 => frame(0x88, &random.random::<[u8; 3]>()[..random.random_range(1..4)]),
        5 => frame(0x80, heartbeat.as_bytes()),
        6 => [[0x81, 0xff].as_slice(), &random.random::<u64>().to_be_bytes(), &[0; 4]].concat(),
        7 => frame(0x00, b"").repeat(random.random_range(2..500)),
        _ => {
            let mut bytes = text(&sentence(random).to_string());
            let at = random.random_range(0..bytes.len());
            bytes[at] = random.random();
            bytes
        }
    }
}

/// Without any client of WebSocket between, which would not send what is wrong.
pub(super) async fn upgraded(address: &str) -> Option<TcpStream> {
    let mut socket = TcpStream::connect(address).await.ok()?;
    let request = format!(
        "GET /gateway HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.ok()?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.ok()?);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    Some(socket)
}

/// The next frame of the server: its first byte, and its body.
async fn heard(socket: &mut TcpStream) -> Option<(u8, Vec<u8>)> {
    let first = socket.read_u8().await.ok()?;
    let length = match socket.read_u8().await.ok()? {
        126 => usize::from(socket.read_u16().await.ok()?),
        127 => usize::try_from(socket.read_u64().await.ok()?).expect("it fits"),
        short => usize::from(short),
    };
    let mut body = vec![0; length];
    socket.read_exact(&mut body).await.ok()?;
    Some((first & 0x0f, body))
}

/// Reads up to a text that holds this, or to the end.
async fn outcome(socket: &mut TcpStream, sign: &str) -> Outcome {
    let reading = async {
        loop {
            match heard(socket).await {
                Some((1, body)) if String::from_utf8_lossy(&body).contains(sign) => return Outcome::Lives,
                Some((8, body)) => return Outcome::Closed(body.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code))),
                Some(_) => {}
                None => return Outcome::Ended,
            }
        }
    };
    tokio::time::timeout(MOMENT, reading).await.unwrap_or(Outcome::Waits)
}

/// Sends it, and then asks whether the connection is still there.
async fn after(socket: &mut TcpStream, bytes: &[u8]) -> Outcome {
    let _ = socket.write_all(bytes).await;
    let _ = socket.write_all(&text(r#"{"op":1,"d":null}"#)).await;
    outcome(socket, r#""op":11"#).await
}

/// One that sends nothing but nonsense, and comes back whenever it is thrown out.
async fn troubles(address: String, token: Option<String>, frames: usize, seed: u64) -> [usize; 4] {
    let mut random = StdRng::seed_from_u64(seed);
    let (mut socket, mut counts) = (None, [0; 4]);
    for _ in 0..frames {
        if socket.is_none() {
            let mut fresh = upgraded(&address).await.expect("the gateway answers everybody");
            if let Some(token) = &token {
                let identify = json!({"op": 2, "d": {"token": token, "chatspace": {"v": 1}}}).to_string();
                let _ = fresh.write_all(&text(&identify)).await;
            }
            socket = Some(fresh);
        }
        let bytes = if random.random_bool(0.6) { wrong_text(&mut random) } else { wrong_frame(&mut random) };
        let outcome = after(socket.as_mut().expect("it is there"), &bytes).await;
        let kind = match &outcome {
            Outcome::Lives => 0,
            // 1013: too many connections of one person, while the server has not seen the end of the last ones.
            Outcome::Closed(code) => {
                assert!(BLAMES.contains(code) || (*code == 1013 && token.is_some()), "{code} after {bytes:?}");
                1
            }
            Outcome::Ended => 2,
            Outcome::Waits => 3,
        };
        counts[kind] += 1;
        if outcome != Outcome::Lives {
            socket = None;
        }
    }
    counts
}

pub(super) async fn all_trouble(program: &Program, tokens: &[String], frames: usize, seed: u64) -> [usize; 4] {
    let address = host(program);
    let tasks: Vec<_> = (0..SOCKETS)
        .map(|n| {
            let token = n.is_multiple_of(IDENTIFIED).then(|| tokens[n / IDENTIFIED % tokens.len()].clone());
            tokio::spawn(troubles(address.clone(), token, frames, seed + n as u64))
        })
        .collect();
    let mut all = [0; 4];
    for task in tasks {
        for (sum, one) in all.iter_mut().zip(task.await.expect("it was answered as it should be")) {
            *sum += one;
        }
    }
    all
}

async fn people(program: &Program, http: &Http) -> Vec<String> {
    let mut tokens = Vec::new();
    for n in 0..SOCKETS / IDENTIFIED / 5 {
        let form =
            json!({"email": format!("p{n}@example.org"), "username": format!("p{n}"), "password": "correct horse battery"});
        let answer = http.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
        let body: Value = answer.json().await.expect("JSON");
        tokens.push(body["access_token"].as_str().expect("a token").to_owned());
    }
    tokens
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_frames_cost_nobody_else_anything() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let http = Http::new();
    let (token, channel) = program.owner(&http).await;
    let tokens = people(&program, &http).await;
    let mut witness = Client::identifies(&program, &token).await;
    the_measure_can_tell(&program).await;
    let cold = program.memory_kib("VmRSS");
    all_trouble(&program, &tokens, FIRST, SEED).await;
    let before = program.memory_kib("VmRSS");

    let (each, over) = (size(20, 200), Arc::new(AtomicBool::new(false)));
    let path = format!("/channels/{channel}/messages");
    let talk = async {
        let mut said = Vec::new();
        while !over.load(Ordering::SeqCst) {
            said.push(said.len().to_string());
            program.post(&http, &path, &token, &json!({"content": said[said.len() - 1]})).await;
            witness.settles().await.expect("the witness stays");
        }
        said
    };
    let trouble = async {
        let counts = all_trouble(&program, &tokens, each, SEED + SOCKETS as u64).await;
        over.store(true, Ordering::SeqCst);
        counts
    };
    let (said, [lived, closed, ended, waited]) = tokio::join!(talk, trouble);
    witness.settles().await.expect("the witness stays");
    assert_eq!(witness.heard, said, "the witness heard everything, once, in order");
    let after = program.memory_settles(cold + GROWTH_KIB).await;
    let growth = after.saturating_sub(before);
    let frames = each * SOCKETS;
    println!("seed {SEED}: {lived} borne, {closed} closed with a code, {ended} ended, {waited} waited for; {} said", said.len());
    assert!(closed > frames / 4, "most of it is refused by a code");
    assert!(!program.logged().contains("a panic"), "nothing panicked");
    assert!(growth <= GROWTH_KIB, "memory grew by {growth} KiB");
    proven('a', "F-5 malformed frames over 500 sockets, panics", format!("0 in {frames} frames"), "0 in 10000 frames");
    proven('b', &format!("F-5 memory growth, after {} frames to warm up", FIRST * SOCKETS), format!("{growth} KiB"), "10240 KiB");
    let from_cold = after.saturating_sub(cold);
    let holds = from_cold <= GROWTH_KIB;
    told(('c', holds), "F-5 memory growth, from before the first frame", format!("{from_cold} KiB"), "10240 KiB");
}

/// What is right lives, and what is wrong does not: the outcome is no accident of the measure.
async fn the_measure_can_tell(program: &Program) {
    let address = host(program);
    for (bytes, expected) in [
        (text(r#"{"op":1,"d":null}"#), Outcome::Lives),
        (text("{"), Outcome::Closed(4002)),
        (text(r#"{"op":99,"d":null}"#), Outcome::Closed(4001)),
        (vec![0x81, 0x80 | 0x64, 0, 0, 0, 0], Outcome::Waits),
    ] {
        let mut socket = upgraded(&address).await.expect("the gateway answers");
        assert_eq!(after(&mut socket, &bytes).await, expected, "{bytes:?}");
    }
}
