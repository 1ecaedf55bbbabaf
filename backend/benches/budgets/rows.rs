//! The rows of the table: the operation, its rate, and its budget.

mod memory;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    rc::Rc,
    time::Duration,
};

use memory::{connections, idle, plain_clients};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{
    process::Process,
    sockets::{Asker, Socket, Tally},
    world::{FEW, IN_SMALL_ROOM, World},
};

/// A row is measured three times for this long, after a warm-up of [`WARM`]. The median counts.
const MEASURED: Duration = Duration::from_secs(5);
/// The same with few messages.
const MEASURED_CALMLY: Duration = Duration::from_secs(12);
const WARM: Duration = Duration::from_secs(2);
/// Time until all events are delivered.
const SETTLED: Duration = Duration::from_secs(2);
const IN_FLIGHT: usize = 16;
const ASKERS: usize = 32;

/// The minimal server, in a process of its own.
struct Floor {
    child: Child,
    host: String,
    _folder: TempDir,
}

impl Floor {
    fn start(stores: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(std::env::current_exe().expect("a program"));
        command.arg("floor").arg(folder.path()).arg(if stores { "stores" } else { "forgets" }).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let mut port = String::new();
        BufReader::new(child.stdout.take().expect("its output is read")).read_line(&mut port).expect("it says its port");
        Self { child, host: format!("127.0.0.1:{}", port.trim()), _folder: folder }
    }

    fn process(&self) -> Process {
        Process(self.child.id())
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The budget of a row.
#[derive(Clone, Copy)]
enum Budget {
    /// A multiple of the minimal server's cost in the same run, so that the speed of the machine cancels out.
    Floors(f64),
    /// An amount in the row's own unit.
    Amount(f64),
}

/// One row of the table.
struct Row {
    name: &'static str,
    unit: &'static str,
    floor: f64,
    ours: f64,
    budget: Budget,
}

impl Row {
    fn print(&self, letter: char) {
        let Self { name, unit, floor, ours, budget } = self;
        let ratio = ours / floor;
        let (limit, holds) = match *budget {
            Budget::Floors(most) => (format!("{most} times the floor"), ratio <= most),
            Budget::Amount(most) => (format!("{most} {unit}"), *ours <= most),
        };
        let verdict = if holds { "pass" } else { "fail" };
        println!(
            "proof | 1.{letter} | {name} (floor {floor:.2} {unit}, {ratio:.2} times it) | {ours:.2} {unit} | at most {limit} | {verdict}"
        );
    }
}

/// Runs and prints the rows whose name contains the word.
pub async fn print(wanted: &str) {
    let world = World::new().await;
    let is_wanted = |name: &str| name.contains(wanted);
    if is_wanted("one delivery, 100 members, 16 messages in flight") {
        busy_channel(&world).await.print('a');
    }
    if is_wanted("one delivery, 1,000 members, 4 messages a second") {
        calm_channel(&world).await.print('b');
    }
    if is_wanted("one message stored and delivered to 5, 200 channels at once") {
        many_channels(&world).await.print('c');
    }
    if is_wanted("one page of the 50 newest of 100,000 messages") {
        pages(&world).await.print('d');
    }
    if is_wanted("memory of one idle connection of 2,000") {
        connections(&world).await.print('e');
    }
    if is_wanted("memory of one idle plain client of 1,000") {
        plain_clients(&world).await.print('h');
    }
    if is_wanted("anonymous memory at idle, and start") {
        let [memory, start] = idle().await;
        memory.print('f');
        start.print('g');
    }
}

fn micros(took: Duration, count: u64) -> f64 {
    took.as_secs_f64() * 1e6 / count.max(1) as f64
}

/// CPU time of a process for each message of a tally, after the warm-up.
async fn cost(process: Process, tallies: &[Rc<Tally>]) -> f64 {
    cost_over(MEASURED, process, tallies).await
}

async fn cost_over(measured: Duration, process: Process, tallies: &[Rc<Tally>]) -> f64 {
    let all = || tallies.iter().map(|tally| tally.messages.get()).sum::<u64>();
    sleep(WARM).await;
    let mut costs = [0.0; 3];
    for cost in &mut costs {
        let (time, count) = (process.processor_time(), all());
        sleep(measured).await;
        *cost = micros(process.processor_time().saturating_sub(time), all() - count);
    }
    costs.sort_by(f64::total_cmp);
    costs[1]
}

async fn signed_in(world: &World, person: usize) -> Socket {
    signed_in_as(world, person, r#","chatspace":{"v":1}"#).await
}

/// Signed in by a client that asks for nothing but the protocol, or for what `extras` adds.
async fn signed_in_as(world: &World, person: usize, extras: &str) -> Socket {
    let mut socket = Socket::open(world.host(), "/gateway?v=10&encoding=json").await;
    let token = &world.tokens[person];
    let identify = format!(r#"{{"op":2,"d":{{"token":"{token}","intents":33281,"properties":{{}}{extras}}}}}"#);
    socket.send(&identify).await;
    socket.read_frames_until(b"\"READY\"").await;
    socket
}

fn request(world: &World, method: &str, path: &str, person: usize, body: &str) -> Vec<u8> {
    let (host, token, length) = (world.host(), &world.tokens[person], body.len());
    format!(
        "{method} /api/v10{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

const SAID: &str = r#"{"content":"The kettle is on, and there is honey cake for everybody who comes in time."}"#;

/// One user writes, with 16 messages in flight, and a hundred read.
async fn busy_channel(world: &World) -> Row {
    let tally = Rc::new(Tally::default());
    let mut sockets = Vec::new();
    for person in 0..FEW {
        let mut socket = signed_in(world, person).await;
        socket.count(&tally);
        sockets.push(socket);
    }
    sleep(SETTLED).await;
    let post = request(world, "POST", &format!("/channels/{}/messages", world.hundred), 0, SAID);
    let mut writers = Vec::new();
    for number in 0..IN_FLIGHT {
        let (mut asker, post, tally) = (Asker::open(world.host()).await, post.clone(), tally.clone());
        writers.push(tokio::task::spawn_local(async move {
            for sent in 1.. {
                asker.ask(&post).await;
                // A message is in flight until all have received it.
                let all = (sent * IN_FLIGHT + number + 1).saturating_sub(IN_FLIGHT) * FEW;
                while usize::try_from(tally.messages.get()).unwrap_or(usize::MAX) < all {
                    tally.news.notified().await;
                }
            }
        }));
    }
    let ours = cost(world.server.process(), &[tally]).await;
    for task in &writers {
        task.abort();
    }
    let floor = busy_floor().await;
    Row { name: "one delivery, 100 members, 16 messages in flight", unit: "µs", floor, ours, budget: Budget::Floors(3.0) }
}

async fn busy_floor() -> f64 {
    let floor = Floor::start(false);
    let tally = Rc::new(Tally::default());
    let mut sockets = floor_sockets(&floor, 0, FEW, &tally).await;
    let counted = tally.clone();
    let writing = tokio::task::spawn_local(async move {
        let mut sent: u64 = 0;
        loop {
            while sent < counted.messages.get() / FEW as u64 + IN_FLIGHT as u64 {
                sockets[0].send(SAID).await;
                sent += 1;
            }
            counted.news.notified().await;
        }
    });
    let cost = cost(floor.process(), &[tally]).await;
    writing.abort();
    cost
}

async fn floor_sockets(floor: &Floor, room: usize, members: usize, tally: &Rc<Tally>) -> Vec<Socket> {
    let mut sockets = Vec::new();
    for _ in 0..members {
        let mut socket = Socket::open(&floor.host, &format!("/{room}")).await;
        socket.count(tally);
        sockets.push(socket);
    }
    sockets
}

/// Four messages a second, and a thousand read.
async fn calm_channel(world: &World) -> Row {
    let every = Duration::from_millis(250);
    let tally = Rc::new(Tally::default());
    let mut sockets = Vec::new();
    for person in 0..world.tokens.len() {
        let mut socket = signed_in(world, person).await;
        socket.count(&tally);
        sockets.push(socket);
    }
    sleep(SETTLED).await;
    let post = request(world, "POST", &format!("/channels/{}/messages", world.thousand), 0, SAID);
    let mut asker = Asker::open(world.host()).await;
    let writing = tokio::task::spawn_local(async move {
        let mut pace = tokio::time::interval(every);
        loop {
            pace.tick().await;
            asker.ask(&post).await;
        }
    });
    let ours = cost_over(MEASURED_CALMLY, world.server.process(), &[tally]).await;
    writing.abort();
    drop(sockets);

    let floor = Floor::start(false);
    let tally = Rc::new(Tally::default());
    let mut sockets = floor_sockets(&floor, 0, world.tokens.len(), &tally).await;
    let writing = tokio::task::spawn_local(async move {
        let mut pace = tokio::time::interval(every);
        loop {
            pace.tick().await;
            sockets[0].send(SAID).await;
        }
    });
    let floor_cost = cost_over(MEASURED_CALMLY, floor.process(), &[tally]).await;
    writing.abort();
    Row {
        name: "one delivery, 1,000 members, 4 messages a second",
        unit: "µs",
        floor: floor_cost,
        ours,
        budget: Budget::Floors(1.9),
    }
}

/// In each of 200 channels five users write over their WebSockets, each with one message in flight.
async fn many_channels(world: &World) -> Row {
    let mut rooms = Vec::new();
    for (room, people) in world.small.iter().zip((0..world.tokens.len()).collect::<Vec<_>>().chunks(IN_SMALL_ROOM)) {
        let tally = Rc::new(Tally::default());
        let mut sockets = Vec::new();
        for person in people {
            let mut socket = signed_in(world, *person).await;
            socket.count(&tally);
            sockets.push(socket);
        }
        let said = format!(r#"{{"op":200,"d":{{"channel_id":"{room}",{}}}"#, &SAID[1..]);
        rooms.push((tally, sockets, said));
    }
    sleep(SETTLED).await;
    let (tallies, writing) = write_in(rooms);
    let ours = cost(world.server.process(), &tallies).await * IN_SMALL_ROOM as f64;
    for task in &writing {
        task.abort();
    }
    sleep(SETTLED).await;

    let floor = Floor::start(true);
    let mut rooms = Vec::new();
    for room in 0..world.small.len() {
        let tally = Rc::new(Tally::default());
        let sockets = floor_sockets(&floor, room, IN_SMALL_ROOM, &tally).await;
        rooms.push((tally, sockets, SAID.to_owned()));
    }
    let (tallies, writing) = write_in(rooms);
    let floor_cost = cost(floor.process(), &tallies).await * IN_SMALL_ROOM as f64;
    for task in &writing {
        task.abort();
    }
    let name = "one message stored and delivered to 5, 200 channels at once";
    Row { name, unit: "µs", floor: floor_cost, ours, budget: Budget::Floors(1.4) }
}

type Room = (Rc<Tally>, Vec<Socket>, String);

/// Everyone sends the next message when all in the channel have received the previous one.
fn write_in(rooms: Vec<Room>) -> (Vec<Rc<Tally>>, Vec<tokio::task::AbortHandle>) {
    let tallies = rooms.iter().map(|(tally, ..)| tally.clone()).collect();
    let write = |(tally, mut sockets, said): Room| async move {
        let people = sockets.len() as u64;
        let mut sent: u64 = 0;
        loop {
            while sent < tally.messages.get() / people + people {
                let writer = usize::try_from(sent % people).expect("few people");
                sockets[writer].send(&said).await;
                sent += 1;
            }
            tally.news.notified().await;
        }
    };
    (tallies, rooms.into_iter().map(|room| tokio::task::spawn_local(write(room)).abort_handle()).collect())
}

/// 32 persistent connections request the newest page repeatedly.
async fn pages(world: &World) -> Row {
    let ask = request(world, "GET", &format!("/channels/{}/messages?limit=50", world.history), 0, "");
    let ours = asked(world.server.process(), world.host(), &ask).await;
    let floor = Floor::start(false);
    let floor_cost = asked(floor.process(), &floor.host, b"GET /page HTTP/1.1\r\nHost: floor\r\n\r\n").await;
    Row {
        name: "one page of the 50 newest of 100,000 messages",
        unit: "µs",
        floor: floor_cost,
        ours,
        budget: Budget::Floors(0.7),
    }
}

async fn asked(process: Process, host: &str, ask: &[u8]) -> f64 {
    let tally = Rc::new(Tally::default());
    let mut asking = Vec::new();
    for _ in 0..ASKERS {
        let (mut asker, ask, tally) = (Asker::open(host).await, ask.to_vec(), tally.clone());
        asking.push(tokio::task::spawn_local(async move {
            loop {
                assert!(asker.ask(&ask).await > 1000, "a page");
                tally.messages.set(tally.messages.get() + 1);
            }
        }));
    }
    let cost = cost(process, &[tally]).await;
    for task in &asking {
        task.abort();
    }
    cost
}
