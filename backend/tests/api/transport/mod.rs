//! What every answer has, whatever it is of, and where a request is counted: written to the socket byte by byte.

mod addresses;
mod answers;
mod connections;
mod encodings;

use std::collections::HashMap;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::World;

/// An answer as it stands on the wire.
struct Raw {
    status: u16,
    /// Names in lower case.
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

/// Sends a request with these header lines as they are, and reads until the server closes.
async fn raw(world: &World, method: &str, path: &str, lines: &[&str]) -> Raw {
    let mut stream = TcpStream::connect(world.address()).await.expect("connects");
    stream.write_all(&request(method, path, lines, "close")).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("answered");
    read(&answer)
}

fn request(method: &str, path: &str, lines: &[&str], connection: &str) -> Vec<u8> {
    let lines: String = lines.iter().flat_map(|line| [line, "\r\n"]).collect();
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n{lines}\r\n").into_bytes()
}

fn read(answer: &[u8]) -> Raw {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head");
    let text = str::from_utf8(&answer[..head]).expect("text");
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Raw { status, headers: headers.collect(), body: answer[head + 4..].to_vec() }
}
