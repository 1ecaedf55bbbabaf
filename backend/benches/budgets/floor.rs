//! The baseline: a minimal server for the same work. One thread on epoll, frames that are not parsed, a constant response; stored
//! messages are committed once per round.
//!
//! It is a separate process, so that its CPU time is measured separately from the clients'.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::fd::AsFd,
    path::Path,
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

const LISTENER: u64 = u64::MAX;
/// An event of about the size of a message, with a marker by which clients recognise it.
const PAYLOAD: usize = 700;
const PAGE: i64 = 50;

/// Messages, in a file of their own.
pub struct Store {
    runtime: tokio::runtime::Runtime,
    conn: SqliteConnection,
    next: i64,
}

impl Store {
    fn open(path: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
        let mut conn = runtime.block_on(SqliteConnection::connect_with(&options)).expect("a database");
        let table = "CREATE TABLE IF NOT EXISTS messages (channel_id INTEGER, id INTEGER, author_id INTEGER, content TEXT,
                     PRIMARY KEY (channel_id, id)) STRICT, WITHOUT ROWID";
        runtime.block_on(sqlx::raw_sql(table).execute(&mut conn)).expect("a table");
        Self { runtime, conn, next: 0 }
    }

    fn insert(&mut self, channels: &[i64]) {
        let (conn, next) = (&mut self.conn, &mut self.next);
        self.runtime.block_on(async {
            let mut turn = conn.begin().await.expect("it is ours");
            for channel in channels {
                *next += 1;
                let insert = sqlx::query("INSERT INTO messages (channel_id, id, author_id, content) VALUES ($1, $2, $3, $4)");
                let insert = insert.bind(channel).bind(*next).bind(7).bind("The kettle is on, and there is honey cake.");
                insert.execute(&mut *turn).await.expect("there is room");
            }
            turn.commit().await.expect("there is room");
        });
    }

    fn page(&mut self) -> String {
        let select = "SELECT id, author_id, content FROM messages WHERE channel_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        let rows: Vec<(i64, i64, String)> = self
            .runtime
            .block_on(sqlx::query_as(select).bind(1).bind(i64::MAX).bind(PAGE).fetch_all(&mut self.conn))
            .expect("the rows");
        serde_json::to_string(&rows).expect("JSON")
    }
}

struct Peer {
    stream: TcpStream,
    room: Option<i64>,
    kept: Vec<u8>,
    waiting: Vec<u8>,
}

/// Serves until it is killed. Prints its port first.
pub fn serve(folder: &Path, stores: bool) -> ! {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    println!("{}", listener.local_addr().expect("it is bound").port());
    Floor::new(listener, Store::open(&folder.join("floor.db")), stores).run()
}

struct Floor {
    epoll: std::os::fd::OwnedFd,
    listener: TcpListener,
    peers: Vec<Option<Peer>>,
    rooms: HashMap<i64, Vec<usize>>,
    store: Store,
    stores: bool,
    frame: Vec<u8>,
}

impl Floor {
    fn new(listener: TcpListener, mut store: Store, stores: bool) -> Self {
        let epoll = epoll::create(CreateFlags::CLOEXEC).expect("epoll");
        epoll::add(&epoll, &listener, EventData::new_u64(LISTENER), EventFlags::IN).expect("epoll");
        let mut payload = "{\"op\":0,\"s\":1000,\"t\":\"MESSAGE_CREATE\",\"d\":\"".to_owned();
        payload.extend(std::iter::repeat_n('x', PAYLOAD - payload.len()));
        let mut frame = vec![0x81, 126];
        frame.extend(u16::try_from(payload.len()).expect("short").to_be_bytes());
        frame.extend(payload.as_bytes());
        // The pages of history that are read.
        let history = vec![1; 1000];
        for _ in 0..100 {
            store.insert(&history);
        }
        Self { epoll, listener, peers: Vec::new(), rooms: HashMap::new(), store, stores, frame }
    }

    fn run(mut self) -> ! {
        let mut events = Vec::with_capacity(1024);
        loop {
            events.clear();
            epoll::wait(&self.epoll, spare_capacity(&mut events), None).expect("epoll");
            let mut said = Vec::new();
            for event in &events {
                match event.data.u64() {
                    LISTENER => self.accept(),
                    number => self.hear(usize::try_from(number).expect("a place"), event.flags, &mut said),
                }
            }
            if self.stores && !said.is_empty() {
                self.store.insert(&said);
            }
            self.tell(&said);
        }
    }

    fn accept(&mut self) {
        while let Ok((stream, _)) = self.listener.accept() {
            stream.set_nonblocking(true).and_then(|()| stream.set_nodelay(true)).expect("a socket");
            let number = EventData::new_u64(self.peers.len() as u64);
            epoll::add(&self.epoll, stream.as_fd(), number, EventFlags::IN).expect("epoll");
            self.peers.push(Some(Peer { stream, room: None, kept: Vec::new(), waiting: Vec::new() }));
        }
    }

    /// Reads the input: a handshake, a request for a page, or messages.
    fn hear(&mut self, number: usize, flags: EventFlags, said: &mut Vec<i64>) {
        if flags.contains(EventFlags::OUT) {
            self.write(number, &[]);
        }
        let Some(peer) = self.peers[number].as_mut() else { return };
        let mut buffer = [0; 4096];
        match peer.stream.read(&mut buffer) {
            Ok(0) => self.peers[number] = None,
            Ok(length) => {
                peer.kept.extend_from_slice(&buffer[..length]);
                match peer.room {
                    Some(room) => {
                        let frames = whole_frames(&mut peer.kept);
                        said.extend(std::iter::repeat_n(room, frames));
                    }
                    None => self.answer(number),
                }
            }
            Err(_) => {}
        }
    }

    fn answer(&mut self, number: usize) {
        let Some(peer) = self.peers[number].as_mut().filter(|peer| peer.kept.ends_with(b"\r\n\r\n")) else { return };
        let request = String::from_utf8_lossy(&std::mem::take(&mut peer.kept)).into_owned();
        let path = request.split(' ').nth(1).unwrap_or_default();
        if path == "/page" {
            let page = self.store.page();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", page.len());
            return self.write(number, (head + &page).as_bytes());
        }
        let room: i64 = path.trim_start_matches('/').parse().expect("the number of a room");
        peer.room = Some(room);
        self.rooms.entry(room).or_default().push(number);
        self.write(number, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    }

    /// One write per client and round, for any number of messages.
    fn tell(&mut self, said: &[i64]) {
        let mut counts: HashMap<i64, usize> = HashMap::new();
        for room in said {
            *counts.entry(*room).or_default() += 1;
        }
        for (room, count) in counts {
            let bytes = self.frame.repeat(count);
            let members = std::mem::take(self.rooms.get_mut(&room).expect("they are in it"));
            for member in &members {
                self.write(*member, &bytes);
            }
            self.rooms.insert(room, members);
        }
    }

    fn write(&mut self, number: usize, bytes: &[u8]) {
        let Some(peer) = self.peers[number].as_mut() else { return };
        let had = !peer.waiting.is_empty();
        let sent = if had { 0 } else { peer.stream.write(bytes).unwrap_or(0) };
        peer.waiting.extend_from_slice(&bytes[sent..]);
        if had {
            let sent = peer.stream.write(&peer.waiting).unwrap_or(0);
            peer.waiting.drain(..sent);
        }
        if had == peer.waiting.is_empty() {
            let flags = if had { EventFlags::IN } else { EventFlags::IN | EventFlags::OUT };
            epoll::modify(&self.epoll, peer.stream.as_fd(), EventData::new_u64(number as u64), flags).expect("epoll");
        }
    }
}

/// Removes the complete frames of a client and returns their number. They are short and masked.
fn whole_frames(kept: &mut Vec<u8>) -> usize {
    let (mut frames, mut at) = (0, 0);
    while let Some(&[_, length]) = kept.get(at..at + 2) {
        let (head, length) = match length & 0x7F {
            126 => match kept.get(at + 2..at + 4) {
                Some(&[high, low]) => (8, usize::from(u16::from_be_bytes([high, low]))),
                _ => break,
            },
            short => (6, usize::from(short)),
        };
        if kept.len() < at + head + length {
            break;
        }
        at += head + length;
        frames += 1;
    }
    kept.drain(..at);
    frames
}
