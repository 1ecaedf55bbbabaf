//! The cost of a thousand members of one guild coming and going before a thousand connected clients, measured on the real
//! program:
//!
//! ```sh
//! cargo bench --bench presence
//! ```
//!
//! Each member connects and disconnects once, in the same order each time. Prints the server's CPU time and the traffic to
//! clients; nothing fails, since a busy machine is slow.

#[expect(dead_code, reason = "memory is measured by others")]
#[path = "../support/process.rs"]
mod process;
#[expect(dead_code, reason = "accounts are measured by others")]
#[path = "../support/server.rs"]
mod server;
mod sockets;

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use futures_util::future::join_all;
use serde_json::{Value, json};

use self::{
    server::{Server, text},
    sockets::{Socket, Tally},
};

/// Number of members that come and go.
const MEMBERS: usize = 1000;
/// The watching users, each with the maximum number of connections.
const WATCHERS: usize = 100;
const CONNECTIONS: usize = 10;
/// Time between two changes.
const EVERY: Duration = Duration::from_millis(8);
/// Time until all events are delivered.
const SETTLED: Duration = Duration::from_secs(2);
/// All intents, and none.
const ALL: u64 = 53_608_447;
const NONE: u64 = 0;

/// How clients receive presences.
#[derive(Clone, Copy)]
enum Way {
    Everything,
    Nothing,
    Rows,
    RowsByReference,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Everything => "before: every presence to everybody",
            Self::Nothing => "after: nobody looks at the list",
            Self::Rows => "after: all look at 100 rows",
            Self::RowsByReference => "after: the same, rows by reference",
        }
    }

    fn identify(self, token: &str) -> Value {
        let mut identify = json!({"token": token, "intents": ALL, "properties": {}});
        if !matches!(self, Self::Everything) {
            identify["chatspace"] = json!({"v": 1, "lazy_members": true});
        }
        identify
    }

    fn look(self, guild: &str, channel: &str) -> Option<Value> {
        let by_reference = match self {
            Self::Everything | Self::Nothing => return None,
            Self::Rows => false,
            Self::RowsByReference => true,
        };
        Some(json!({"guild_id": guild, "channel_id": channel, "ranges": [[0, 99]], "by_reference": by_reference}))
    }
}

/// The guild, and the access tokens of its members.
struct Scene {
    server: Server,
    guild: String,
    channel: String,
    members: Vec<Socket>,
    watchers: Vec<String>,
}

fn main() {
    rlimit::increase_nofile_limit(8192).expect("enough open files");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut scene = Scene::new().await;
        println!(
            "{MEMBERS} members come and go before {} connections, a change each {} ms",
            WATCHERS * CONNECTIONS,
            EVERY.as_millis()
        );
        println!("  {:<38} {:>12} {:>12} {:>11} {:>10}", "", "processor", "per change", "frames", "MB");
        for way in [Way::Everything, Way::Nothing, Way::Rows, Way::RowsByReference] {
            scene.measure(way).await;
        }
    });
}

impl Scene {
    async fn new() -> Self {
        let server = Server::start();
        let owner = server.register("owner").await;
        let (_, made) = server.post("/guilds", &owner, &json!({"name": "The square", "system_channel_flags": 1})).await;
        let (guild, channel) = (text(&made["id"]), text(&made["system_channel_id"]));
        let (_, invite) = server.post(&format!("/channels/{channel}/invites"), &owner, &json!({"max_age": 0})).await;
        let path = format!("/invites/{}", text(&invite["code"]));
        let mut tokens = Vec::new();
        let names: Vec<String> = (0..MEMBERS + WATCHERS).map(|number| format!("m{number:04}")).collect();
        for some in names.chunks(2) {
            tokens.extend(join_all(some.iter().map(|name| server.register(name))).await);
        }
        for some in tokens.chunks(8) {
            join_all(some.iter().map(|token| server.post(&path, token, &Value::Null))).await;
        }
        let watchers = tokens.split_off(MEMBERS);
        let mut members = Vec::new();
        for token in &tokens {
            let hidden = json!({"token": token, "intents": NONE, "properties": {}, "presence": {"status": "invisible"}});
            members.push(Socket::open(&server.address, &hidden, &Arc::default()).await);
        }
        Self { server, guild, channel, members, watchers }
    }

    async fn measure(&mut self, way: Way) {
        let tally = Arc::new(Tally::default());
        let mut sockets = Vec::new();
        for token in &self.watchers {
            for _ in 0..CONNECTIONS {
                let mut socket = Socket::open(&self.server.address, &way.identify(token), &tally).await;
                if let Some(look) = way.look(&self.guild, &self.channel) {
                    socket.send(206, &look).await;
                }
                sockets.push(socket);
            }
        }
        tokio::time::sleep(SETTLED).await;
        tally.reset();
        let before = self.server.process().processor_time();
        self.come_and_go().await;
        tokio::time::sleep(SETTLED).await;
        let took = self.server.process().processor_time().saturating_sub(before);
        let (frames, bytes, closed) = (tally.frames.load(Relaxed), tally.bytes.load(Relaxed), tally.closed.load(Relaxed));
        let per_change = took.as_secs_f64() * 1e3 / (2 * MEMBERS) as f64;
        let (seconds, megabytes) = (took.as_secs_f64(), bytes as f64 / 1e6);
        println!("  {:<38} {seconds:>10.2} s {per_change:>9.3} ms {frames:>11} {megabytes:>10.1}", way.name());
        if closed > 0 {
            println!("    {closed} connections were closed, so this is too little");
        }
    }

    /// In an order independent of names, so that rows change everywhere.
    async fn come_and_go(&mut self) {
        let mut pace = tokio::time::interval(EVERY);
        for status in ["online", "invisible"] {
            for number in 0..MEMBERS {
                pace.tick().await;
                let member = &mut self.members[number * 367 % MEMBERS];
                member.send(1, &Value::Null).await;
                member.send(3, &json!({"status": status})).await;
            }
        }
    }
}
