//! Cheap clients: WebSockets that count messages without parsing JSON, and connections that repeat one HTTP request.

use std::{cell::Cell, rc::Rc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::Notify,
    task::AbortHandle,
};

/// The part of a payload that identifies a message.
const MESSAGE: &[u8] = b"\"MESSAGE_CREATE\"";
/// It is within this many bytes.
const HEAD: usize = 64;
const READ_AT_ONCE: usize = 1 << 16;

/// Counts over the clients of one channel.
#[derive(Debug, Default)]
pub struct Tally {
    pub messages: Cell<u64>,
    pub news: Notify,
}

/// A connection of one client. Messages are counted once [`Socket::count`] was called.
pub struct Socket {
    out: OwnedWriteHalf,
    input: Option<OwnedReadHalf>,
    kept: Vec<u8>,
    reading: Option<AbortHandle>,
}

impl Socket {
    pub async fn open(address: &str, path: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a TCP socket");
        let (input, mut out) = stream.into_split();
        let hello = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        out.write_all(hello.as_bytes()).await.expect("it reads");
        let mut socket = Self { out, input: Some(input), kept: Vec::new(), reading: None };
        socket.read_until(b"\r\n\r\n").await;
        socket
    }

    async fn read_until(&mut self, wanted: &[u8]) {
        loop {
            if let Some(at) = find(&self.kept, wanted) {
                self.kept.drain(..at + wanted.len());
                return;
            }
            let input = self.input.as_mut().expect("it does not count yet");
            assert!(
                input.read_buf(&mut self.kept).await.expect("it is open") > 0,
                "closed: {}",
                String::from_utf8_lossy(&self.kept)
            );
        }
    }

    /// Sends text, masked with zeros.
    pub async fn send(&mut self, text: &str) {
        self.out.write_all(&masked(text)).await.expect("it is open");
    }

    /// Counts messages from here on.
    pub fn count(&mut self, tally: &Rc<Tally>) {
        let mut input = self.input.take().expect("it does not count yet");
        let tally = tally.clone();
        let mut frames = Frames::default();
        frames.pass(&std::mem::take(&mut self.kept));
        let reading = async move {
            let mut buffer = vec![0; READ_AT_ONCE];
            while let Ok(length @ 1..) = input.read(&mut buffer).await {
                let messages = frames.pass(&buffer[..length]);
                if messages > 0 {
                    tally.messages.set(tally.messages.get() + messages);
                    tally.news.notify_waiters();
                }
            }
        };
        self.reading = Some(tokio::task::spawn_local(reading).abort_handle());
    }

    /// Reads complete frames until one contains the text.
    pub async fn read_frames_until(&mut self, wanted: &[u8]) {
        loop {
            while let Some((head, length)) = header(&self.kept)
                && self.kept.len() >= head + length
            {
                let is_wanted = find(&self.kept[head..head + length], wanted).is_some();
                self.kept.drain(..head + length);
                if is_wanted {
                    return;
                }
            }
            let input = self.input.as_mut().expect("it does not count yet");
            assert!(
                input.read_buf(&mut self.kept).await.expect("it is open") > 0,
                "closed: {}",
                String::from_utf8_lossy(&self.kept)
            );
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(reading) = &self.reading {
            reading.abort();
        }
    }
}

/// A client's frame. The mask is zero, so that the payload is unchanged.
pub fn masked(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length @ 0..126) => frame.push(0x80 | length),
        _ => {
            frame.push(0x80 | 0x7e);
            frame.extend(u16::try_from(text.len()).expect("a short text").to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    frame
}

/// The lengths of a server's frame: header and payload.
fn header(bytes: &[u8]) -> Option<(usize, usize)> {
    let length = usize::from(*bytes.get(1)?);
    match length {
        126 => Some((4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)))),
        127 => Some((10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?)),
        _ => Some((2, length)),
    }
}

/// The position in a stream of frames.
#[derive(Debug, Default)]
struct Frames {
    /// The start of a split frame, up to its opcode.
    begun: Vec<u8>,
    /// Remaining bytes of the current frame.
    rest: usize,
}

impl Frames {
    /// Returns how many messages start in these bytes.
    fn pass(&mut self, mut bytes: &[u8]) -> u64 {
        let mut messages = 0;
        while !bytes.is_empty() {
            let over = self.rest.min(bytes.len());
            self.rest -= over;
            bytes = &bytes[over..];
            if bytes.is_empty() {
                break;
            }
            // A frame starts here, or continues.
            let cut = self.begun.len();
            let seen = if cut > 0 {
                self.begun.extend_from_slice(bytes);
                &self.begun[..]
            } else {
                bytes
            };
            let Some((head, length)) = header(seen).filter(|(head, length)| seen.len() >= head + length.min(&HEAD)) else {
                if cut == 0 {
                    self.begun.extend_from_slice(bytes);
                }
                break;
            };
            let told = &seen[head..head + length.min(HEAD)];
            messages += u64::from(find(told, MESSAGE).is_some());
            let whole = head + length - cut;
            self.begun.clear();
            let here = whole.min(bytes.len());
            self.rest = whole - here;
            bytes = &bytes[here..];
        }
        messages
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

/// A persistent connection with one request at a time.
pub struct Asker {
    stream: TcpStream,
    kept: Vec<u8>,
}

impl Asker {
    pub async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a TCP socket");
        Self { stream, kept: Vec::with_capacity(READ_AT_ONCE) }
    }

    /// Sends a request and reads its response, which must be a success.
    pub async fn ask(&mut self, request: &[u8]) -> usize {
        self.stream.write_all(request).await.expect("it reads");
        self.kept.clear();
        loop {
            assert!(self.stream.read_buf(&mut self.kept).await.expect("it answers") > 0, "closed before it answered");
            if let Some(length) = whole(&self.kept) {
                assert!(self.kept.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&self.kept));
                return length;
            }
        }
    }
}

/// The length of a response's body, once it is complete.
fn whole(answer: &[u8]) -> Option<usize> {
    let end = find(answer, b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end]).ok()?.to_ascii_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|length| length.trim().parse().ok());
    let length: usize = length.expect("an answer that says its length");
    (answer.len() >= end + length).then_some(length)
}
