//! Clients that stop reading while much is said: each is closed soon, and nobody else notices.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    net::{TcpSocket, TcpStream},
    task::JoinHandle,
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use super::{
    Client,
    crowd::{Crowd, EACH, host},
    proven, size, told,
};
use crate::program::{Program, takes_figures};

/// Connections that read.
const WITNESSES: usize = 10;
/// Between two messages of one sender; there are two.
const PACE: Duration = Duration::from_millis(10);
/// R-42: by then all are closed.
const BUDGET: Duration = Duration::from_secs(15);
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// A connection that has identified and reads nothing more; `None` if it was not let in.
pub(super) async fn stops_reading(server: &str, identify: &Value) -> Option<WebSocketStream<TcpStream>> {
    let tcp = TcpSocket::new_v4().expect("a socket");
    // So little, that what is not read is soon the server's to keep.
    tcp.set_recv_buffer_size(4096).expect("a small buffer");
    let tcp = tcp.connect(server.parse().expect("an address")).await.expect("the server listens");
    let (mut stream, _) = client_async(format!("ws://{server}/gateway"), tcp).await.expect("the gateway answers");
    stream.send(Message::text(format!(r#"{{"op":2,"d":{identify}}}"#))).await.expect("sends");
    while let Some(Ok(frame)) = stream.next().await {
        if frame.to_text().is_ok_and(|text| text.contains("GUILD_CREATE")) {
            return Some(stream);
        }
    }
    None
}

/// Reads all until nobody says anything more, and notes of each message how long it took.
fn witness(mut client: Client, began: Instant, silent: Arc<AtomicBool>) -> JoinHandle<(Vec<String>, Vec<Duration>)> {
    tokio::spawn(async move {
        let mut times = Vec::new();
        while !silent.load(Ordering::SeqCst) {
            let Ok(frame) = tokio::time::timeout(Duration::from_millis(200), client.reads(|frame| frame["op"] == 0)).await else {
                continue;
            };
            let frame = frame.expect("the witness stays");
            if let Some((sent_us, _)) = frame["d"]["content"].as_str().and_then(|content| content.split_once(' ')) {
                times.push(began.elapsed().saturating_sub(Duration::from_micros(sent_us.parse().expect("a number"))));
            }
        }
        client.settles().await.expect("the witness stays");
        (client.heard, times)
    })
}

/// Two people talk until it is over; yields how much was said.
async fn talk(crowd: &Crowd, began: Instant, over: &AtomicBool) -> usize {
    let filling = "x".repeat(1500);
    let one = async || {
        let mut said = 0;
        let mut pace = tokio::time::interval(PACE);
        while !over.load(Ordering::SeqCst) {
            pace.tick().await;
            crowd.says(&format!("{} {filling}", began.elapsed().as_micros())).await;
            said += 1;
        }
        said
    };
    let (one, other) = tokio::join!(one(), one());
    one + other
}

async fn closed_as_slow(program: &Program) -> usize {
    let page = reqwest::get(program.metrics_url("/metrics")).await.expect("an answer").text().await.expect("text");
    let line = page.lines().find_map(|line| line.strip_prefix(r#"chatspace_gateway_closes_total{code="4900"} "#));
    line.and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// Talks before witnesses for as long as `until` takes; yields what it does, how much was said, and the time that 99 of 100 took.
async fn hour<T>(crowd: &Crowd, first: usize, until: impl Future<Output = T>) -> (T, usize, Duration) {
    let clients = crowd.connect(first..first + WITNESSES).await;
    let (began, over, silent) = (Instant::now(), AtomicBool::new(false), Arc::new(AtomicBool::new(false)));
    let witnesses: Vec<_> = clients.into_iter().map(|client| witness(client, began, silent.clone())).collect();
    let ending = async {
        let outcome = until.await;
        over.store(true, Ordering::SeqCst);
        outcome
    };
    let (outcome, said) = tokio::join!(ending, talk(crowd, began, &over));
    silent.store(true, Ordering::SeqCst);
    let (mut all, mut times) = (Vec::new(), Vec::new());
    for witness in witnesses {
        let (heard, took) = witness.await.expect("the witness stays");
        all.push(heard);
        times.extend(took);
    }
    for heard in &all {
        assert_eq!(heard.len(), said, "a witness hears everything once");
        assert!(heard == &all[0], "all hear it in the same order");
    }
    times.sort();
    (outcome, said, times[times.len() * 99 / 100 - 1])
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_stop_reading_are_closed_and_the_others_hear_everything() {
    let slow = size(20, 200);
    let program = Program::on_sqlite().measured().with("METRICS_ADDR", "127.0.0.1:0").with("LOG_FORMAT", "json");
    // The first of them are witnesses, others each time.
    let first = 2 * WITNESSES;
    let crowd = Crowd::on(program, (first + slow) / EACH).await;
    // Long enough where figures are taken that what the server keeps of the newest messages is full before.
    let warm = Duration::from_secs(if takes_figures() { 25 } else { 3 });
    let ((), _, base) = hour(&crowd, 0, tokio::time::sleep(warm)).await;
    let before = crowd.program.memory_kib("VmRSS");
    let trouble = async {
        let mut stuck = Vec::new();
        for number in first..first + slow {
            stuck.push(stops_reading(&host(&crowd.program), &crowd.identify(number)).await.expect("it is let in"));
        }
        let began = Instant::now();
        while closed_as_slow(&crowd.program).await < slow {
            assert!(began.elapsed() < PATIENCE, "they are closed");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        (stuck, began.elapsed())
    };
    let ((stuck, took), said, p99) = hour(&crowd, WITNESSES, trouble).await;
    drop(stuck);
    let rate = said as f64 / took.as_secs_f64();
    proven('i', "R-42 reading clients with missing or reordered events", format!("0 of {WITNESSES}, {said} messages"), "0");
    let what = format!("R-42 time until {slow} clients that stop reading are closed with 4900, at {rate:.0} messages per second");
    told(('i', took <= BUDGET), &what, format!("{:.1} s", took.as_secs_f64()), "15 s");
    let ratio = p99.as_secs_f64() / base.as_secs_f64();
    let what = "F-13 p99 of delivery to other clients, relative to before";
    told(('i', ratio <= 2.0), what, format!("{ratio:.1} times, {:.0} ms", p99.as_secs_f64() * 1000.0), "2 times");
    let after = crowd.program.memory_settles(before * 21 / 20).await;
    let growth = after as f64 / before as f64;
    told(
        ('i', growth <= 1.05),
        "R-42 memory afterwards, relative to before",
        format!("{growth:.2} times, {} MiB", after / 1024),
        "1.05 times",
    );
}
