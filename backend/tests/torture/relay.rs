//! The way to Postgres, which a test can block.

use std::{
    env,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use sqlx::{Connection, PgConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

use crate::program::Program;

/// What becomes of what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Open,
    /// It waits, and arrives when the way is open again, as with a server that is stopped for a while.
    Stopped,
    /// It is lost, and a connection that has lost something never carries anything again.
    Swallows,
    /// Every connection ends, and new ones end at once.
    Closes,
}

/// What the next COMMIT meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It arrives, and its answer is lost together with the connection.
    Answer,
    /// It arrives, and nothing comes back any more, not even the end of the connection.
    Silently,
    /// It does not arrive.
    Request,
}

/// Listens for the program and carries what it says to the test server.
pub struct Relay {
    shared: Arc<Shared>,
    port: u16,
}

struct Shared {
    upstream: String,
    way: watch::Sender<Way>,
    cut: Mutex<Option<(Cut, Way)>>,
}

/// A program on a database of its own, which it reaches by a relay.
pub async fn relayed() -> (Program, Relay) {
    let program = Program::on_postgres().await;
    let server = env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a Postgres server for the tests");
    let (_, place) = server.rsplit_once('@').expect("the address has a user");
    let upstream = place.split('/').next().expect("a host and a port").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let database = program.setting("DATABASE_URL").expect("it is on Postgres").replace(&upstream, &format!("127.0.0.1:{port}"));
    let shared = Arc::new(Shared { upstream, way: watch::Sender::new(Way::Open), cut: Mutex::default() });
    let relay = Relay { shared: shared.clone(), port };
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(carry(client, shared.clone()));
        }
    });
    (program.with("DATABASE_URL", &database), relay)
}

impl Relay {
    pub fn becomes(&self, way: Way) {
        self.shared.way.send_replace(way);
    }

    /// The next COMMIT is cut so, and the way becomes another one at that moment.
    pub fn cuts_the_next_commit(&self, cut: Cut, way: Way) {
        *self.shared.cut.lock().expect("nobody panics") = Some((cut, way));
    }

    /// A connection of the test's own, past the relay.
    pub async fn passes_by(&self, program: &Program) -> PgConnection {
        let database = program
            .setting("DATABASE_URL")
            .expect("it is on Postgres")
            .replace(&format!("127.0.0.1:{}", self.port), &self.shared.upstream);
        PgConnection::connect(&database).await.expect("the database answers")
    }
}

impl Shared {
    /// Whether this is the COMMIT that is to be cut.
    fn takes(&self, bytes: &[u8]) -> Option<(Cut, Way)> {
        let is_commit = bytes.windows(7).any(|window| window == b"COMMIT\0");
        is_commit.then(|| self.cut.lock().expect("nobody panics").take()).flatten()
    }

    fn cuts(&self, way: Way) {
        self.way.send_replace(way);
    }
}

/// One connection.
async fn carry(client: TcpStream, shared: Arc<Shared>) {
    let mut way = shared.way.subscribe();
    if *way.borrow_and_update() == Way::Closes {
        return;
    }
    let Ok(server) = TcpStream::connect(&shared.upstream).await else { return };
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let loses_answers = Arc::new(AtomicBool::new(false));
    let asked = carry_one_way(from_client, to_server, (shared.clone(), loses_answers.clone(), true));
    let answered = carry_one_way(from_server, to_client, (shared.clone(), loses_answers, false));
    // Whatever ends first, the rest is lost with it.
    tokio::select! {
        () = asked => {}
        () = answered => {}
        _ = way.wait_for(|way| *way == Way::Closes) => {}
    }
}

async fn carry_one_way(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    (shared, loses_answers, asks): (Arc<Shared>, Arc<AtomicBool>, bool),
) {
    let mut way = shared.way.subscribe();
    let mut buffer = vec![0; 64 * 1024];
    let mut is_lost = false;
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let bytes = &buffer[..count];
        if !asks && loses_answers.load(Ordering::SeqCst) {
            // The answer to a COMMIT is there, so it was done.
            let Some((cut, after)) = shared.cut.lock().expect("nobody panics").take() else { continue };
            shared.cuts(after);
            if cut == Cut::Silently {
                continue;
            }
            return;
        }
        if asks && let Some((cut, after)) = shared.takes(bytes) {
            if cut == Cut::Request {
                return shared.cuts(after);
            }
            *shared.cut.lock().expect("nobody panics") = Some((cut, after));
            loses_answers.store(true, Ordering::SeqCst);
        }
        is_lost |= *way.borrow_and_update() == Way::Swallows;
        if is_lost {
            continue;
        }
        // What was stopped goes on; unless it is lost after all.
        let Ok(now) = way.wait_for(|way| *way != Way::Stopped).await.map(|way| *way) else { return };
        is_lost |= now == Way::Swallows;
        if !is_lost && to.write_all(bytes).await.is_err() {
            return;
        }
    }
}
