//! All that an enemy can send, at once, to a server that may take 256 MiB.
//!
//! Where the machine lets the test make a control group (version 1, as root), the kernel enforces the limit; the kernel's own
//! count of the most memory is compared with it in any case.

use std::{
    fs,
    path::PathBuf,
    process,
    time::{Duration, Instant},
};

use reqwest::StatusCode;
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};

use super::{
    crowd::{Crowd, EACH, host},
    malformed, size, slow, told,
};
use crate::program::Program;

const LIMIT_KIB: u64 = 256 * 1024;
/// Connections that say nothing, half of them in the middle of a request.
const IDLE: usize = 1000;
/// Those that stop reading.
const STUCK: usize = 50;
/// People who send what is malformed; others than those, for one person has only so many connections.
const TROUBLED: usize = 10;
/// Who sends bodies, and who tries passwords.
const SENDERS: usize = 16;
const GUESSERS: usize = 4;
const SEED: u64 = 20_261_128;
/// Nothing that is waited for takes so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// A limit that the kernel enforces.
struct Cage(PathBuf);

impl Cage {
    /// `None` if this machine does not let us.
    fn around(program: &Program) -> Option<Self> {
        let own = fs::read_to_string("/proc/self/cgroup").ok()?;
        let own = own.lines().find_map(|line| line.split_once(":memory:"))?.1.trim_matches('/').to_owned();
        let folder = PathBuf::from("/sys/fs/cgroup/memory").join(own).join(format!("chatspace-flood-{}", process::id()));
        fs::create_dir(&folder).ok()?;
        let cage = Self(folder);
        fs::write(cage.0.join("memory.limit_in_bytes"), (LIMIT_KIB * 1024).to_string()).ok()?;
        fs::write(cage.0.join("cgroup.procs"), program.id().to_string()).ok()?;
        Some(cage)
    }
}

/// The server and its limit, which goes when the server has gone.
struct Caged {
    crowd: Crowd,
    cage: Option<Cage>,
}

impl Drop for Cage {
    fn drop(&mut self) {
        // It is empty once the program has ended; if that takes a moment, an empty group is left behind.
        for _ in 0..20 {
            if fs::remove_dir(&self.0).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Bodies that are large, too large, or claimed to be and never sent.
async fn bodies(crowd: &Crowd, until: Instant) {
    let (path, avatar) = (format!("/api/v10/channels/{}/messages", crowd.channel), "/api/v10/users/@me/avatar");
    let mut turn = 0_usize;
    while Instant::now() < until {
        let (path, length) = [(path.as_str(), 60_000), (&path, 2_000_000), (avatar, 4_000_000), (avatar, 20_000_000)][turn % 4];
        let request = crowd.http.put(crowd.program.url(path)).bearer_auth(&crowd.people[turn % crowd.people.len()]);
        let request = if path == avatar { request } else { crowd.http.post(crowd.program.url(path)).bearer_auth(&crowd.owner) };
        // A body that is refused early ends in a broken connection; what matters is that the server goes on.
        let answer = timeout(PATIENCE, request.body(vec![b'['; length]).send()).await.expect("it is answered");
        assert!(answer.is_ok_and(|answer| answer.status().is_client_error()) || length > 1_000_000);
        if turn.is_multiple_of(4) {
            let mut tcp = TcpStream::connect(host(&crowd.program)).await.expect("it listens");
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: 4000000000\r\n\r\n[",
                crowd.owner
            );
            let _ = tcp.write_all(head.as_bytes()).await;
        }
        turn += 1;
    }
}

async fn guesses(crowd: &Crowd, until: Instant) {
    while Instant::now() < until {
        let form = json!({"email": "ann@example.org", "password": "wrong horse battery"});
        let answer = crowd.http.post(crowd.program.url("/api/v10/auth/login")).json(&form).send().await.expect("an answer");
        assert!(answer.status().is_client_error() || answer.status() == StatusCode::SERVICE_UNAVAILABLE);
    }
}

/// Connections that take room and say nothing, some within a request, some within the gateway.
async fn idles(crowd: &Crowd, until: Instant) {
    let address = host(&crowd.program);
    while Instant::now() < until {
        let mut kept = Vec::new();
        for n in 0..IDLE {
            let mut tcp = TcpStream::connect(&address).await.expect("it listens");
            let half = "GET /gateway HTTP/1.1\r\nHost: x\r\n";
            let rest = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n";
            let _ = tcp.write_all(half.as_bytes()).await;
            if n % 2 == 0 {
                let _ = tcp.write_all(rest.as_bytes()).await;
            }
            kept.push(tcp);
        }
        tokio::time::sleep(until.saturating_duration_since(Instant::now()).min(Duration::from_secs(8))).await;
    }
}

async fn stuck(crowd: &Crowd, until: Instant) {
    let (mut kept, filling) = (Vec::new(), "x".repeat(1500));
    while kept.len() < STUCK {
        // In a flood somebody may have to come again.
        kept.extend(slow::stops_reading(&host(&crowd.program), &crowd.identify(kept.len())).await);
        assert!(Instant::now() < until + slow::PATIENCE, "{} of {STUCK} were let in", kept.len());
    }
    while Instant::now() < until {
        crowd.says(&filling).await;
    }
}

/// Asks whether it is ready, all the time. It says no if something takes it a second, which on a busy machine says nothing; but it
/// answers. Yields how often it said no, and the longest that it took to answer.
async fn ready(crowd: &Crowd, until: Instant) -> (usize, Duration) {
    let (mut not, mut most) = (0, Duration::ZERO);
    while Instant::now() < until {
        let asked = Instant::now();
        not += usize::from(!is_ready(crowd).await);
        most = most.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    (not, most)
}

async fn is_ready(crowd: &Crowd) -> bool {
    let answer = crowd.http.get(crowd.program.url("/health/ready")).send().await.expect("it is alive");
    answer.status() == StatusCode::OK
}

async fn trouble(crowd: &Crowd, until: Instant) {
    for seed in SEED.. {
        malformed::all_trouble(&crowd.program, &crowd.people[STUCK / EACH..], 2, seed).await;
        if Instant::now() >= until {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_everything_is_borne_with_256_mib() {
    let crowd = Crowd::new(STUCK / EACH + TROUBLED).await;
    let cage = Cage::around(&crowd.program);
    let Caged { crowd, cage } = &Caged { crowd, cage };
    let idle = crowd.program.memory_kib("VmRSS");
    let until = Instant::now() + Duration::from_secs(size(8, 300) as u64);
    let all = futures_util::future::join_all((0..SENDERS).map(|_| bodies(crowd, until)));
    let guessers = futures_util::future::join_all((0..GUESSERS).map(|_| guesses(crowd, until)));
    let ((not_ready, longest), ..) =
        tokio::join!(ready(crowd, until), all, guessers, idles(crowd, until), stuck(crowd, until), trouble(crowd, until));
    let most = crowd.program.memory_kib("VmHWM");
    assert!(most < LIMIT_KIB, "{most} KiB");
    assert!(!crowd.program.logged().contains("a panic"), "nothing panicked");
    crowd.says("after").await;
    let over = Instant::now();
    while !is_ready(crowd).await {
        assert!(over.elapsed() < PATIENCE, "it is ready again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let over = Instant::now();
    let back = crowd.program.memory_settles(idle * 6 / 5).await as f64 / idle as f64;
    let how = if cage.is_some() { "enforced by the kernel" } else { "watched only" };
    let (ms, mib) = (longest.as_millis(), most / 1024);
    let figure = format!("alive, {not_ready} times not ready (answered within {ms} ms), 0 panics, most {mib} MiB");
    let what = format!("F-11 a flood within 256 MiB, {how}");
    told(('k', not_ready == 0), &what, figure, "alive, ready, 0 panics");
    let figure = format!("{back:.2} times of {} MiB after {} s", idle / 1024, over.elapsed().as_secs());
    told(('k', back <= 1.2), "F-11 memory after the flood, relative to before", figure, "1.2 times in 60 s");
}
