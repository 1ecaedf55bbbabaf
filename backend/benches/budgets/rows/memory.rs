//! The rows about memory: pages of the process that hold no file.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::time::sleep;

use super::{Budget, Floor, Row, SETTLED, floor_sockets, signed_in_as};
use crate::{process::Process, server::Server, sockets::Socket, world::World};

const IDLE: usize = 2000;
const IDLE_PLAIN: usize = 1000;
/// A connection is idle after this; the allocator has returned freed pages.
const QUIET: Duration = Duration::from_secs(30);

/// Two thousand connections of the web client that say nothing, in a guild of 1,000.
pub async fn connections(world: &World) -> Row {
    Row {
        name: "memory of one idle connection of 2,000",
        unit: "KiB",
        floor: floor_memory(IDLE).await,
        ours: memory_of(world, IDLE, r#","chatspace":{"v":1}"#).await,
        budget: Budget::Amount(20.0),
    }
}

/// A thousand clients that have all presences of a guild of 1,000 in their first events.
pub async fn plain_clients(world: &World) -> Row {
    Row {
        name: "memory of one idle plain client of 1,000",
        unit: "KiB",
        floor: floor_memory(IDLE_PLAIN).await,
        ours: memory_of(world, IDLE_PLAIN, "").await,
        budget: Budget::Amount(24.0),
    }
}

async fn memory_of(world: &World, count: usize, extras: &str) -> f64 {
    sleep(SETTLED).await;
    let before = world.server.process().memory_kib();
    let mut sockets: Vec<Socket> = Vec::new();
    for number in 0..count {
        let mut socket = signed_in_as(world, number % world.tokens.len(), extras).await;
        // Clients say within a minute what they have, so that it need not be kept for them.
        socket.send(r#"{"op":1,"d":3}"#).await;
        socket.count(&Rc::default());
        sockets.push(socket);
    }
    sleep(QUIET).await;
    world.server.process().memory_kib().saturating_sub(before) as f64 / count as f64
}

async fn floor_memory(count: usize) -> f64 {
    let floor = Floor::start(false);
    let before = floor.process().memory_kib();
    let _sockets = floor_sockets(&floor, 0, count, &Rc::default()).await;
    floor.process().memory_kib().saturating_sub(before) as f64 / count as f64
}

/// A new folder: the memory of its own two seconds after the start, and how soon it answers. Pages of files count for nobody: the
/// kernel takes them back when others need memory.
pub async fn idle() -> [Row; 2] {
    let begun = Instant::now();
    let server = Server::start();
    let first = begun.elapsed().as_secs_f64() * 1e3;
    let begun = Instant::now();
    let floor = Floor::start(false);
    let floor_first = begun.elapsed().as_secs_f64() * 1e3;
    sleep(SETTLED).await;
    println!("resident at idle, pages of files included: {:.2} MiB", server.process().resident_kib() as f64 / 1024.0);
    let mib = |process: Process| process.anonymous_kib() as f64 / 1024.0;
    [
        Row {
            name: "anonymous memory at idle",
            unit: "MiB",
            floor: mib(floor.process()),
            ours: mib(server.process()),
            budget: Budget::Amount(8.0),
        },
        Row { name: "start to first answer", unit: "ms", floor: floor_first, ours: first, budget: Budget::Amount(100.0) },
    ]
}
