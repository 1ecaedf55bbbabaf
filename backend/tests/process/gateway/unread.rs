//! Clients that read nothing from the first frame on, before which the server describes a large guild to each; and clients that read all of
//! it and then only listen. Neither may cost what would let a few thousand of them end a server that has 256 MiB.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt, future::join_all, stream};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use super::{
    Client,
    crowd::{Crowd, EACH, host},
    size, slow, told,
};
use crate::program::{Program, takes_figures};

/// What is described to a plain client that asks for members and presences no longer fits the kernel's buffers for this many people.
const PEOPLE: usize = 264;
/// All that is queued and kept for whomever, and all that is described to them.
const FOR_ALL_KIB: u64 = (64 + 32) * 1024;
/// A connection of which nothing waits.
const EACH_KIB: u64 = 24;
/// Messages that are said before those who do not read: more than all of them together may have kept.
const SAID: usize = 60;

/// A client that is no client of ours, and wants to be told everything.
fn plain(crowd: &Crowd, number: usize) -> Value {
    json!({"token": crowd.people[number / EACH], "intents": (1 << 0) | (1 << 1) | (1 << 8) | (1 << 9) | (1 << 15), "properties": {}})
}

/// A connection that identifies and reads nothing at all.
async fn reads_nothing(server: &str, identify: &Value) -> WebSocketStream<TcpStream> {
    let tcp = TcpSocket::new_v4().expect("a socket");
    tcp.set_recv_buffer_size(4096).expect("a small buffer");
    let tcp = tcp.connect(server.parse().expect("an address")).await.expect("the server listens");
    let (mut stream, _) = client_async(format!("ws://{server}/gateway"), tcp).await.expect("the gateway answers");
    stream.send(Message::text(format!(r#"{{"op":2,"d":{identify}}}"#))).await.expect("sends");
    stream
}

/// A sample of the server's own figures.
async fn sample(program: &Program, series: &str) -> f64 {
    let page = reqwest::get(program.metrics_url("/metrics")).await.expect("an answer").text().await.expect("text");
    let line = page.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.and_then(|value| value.parse::<f64>().ok()).unwrap_or_else(|| panic!("{series} is shown"))
}

async fn waits_for(program: &Program, series: &str, at_least: usize) {
    let began = Instant::now();
    while sample(program, series).await < at_least as f64 {
        assert!(began.elapsed() < slow::PATIENCE, "{series} comes to {at_least}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn crowd(people: usize) -> Crowd {
    Crowd::on(Program::on_sqlite().measured().with("METRICS_ADDR", "127.0.0.1:0").with("LOG_FORMAT", "json"), people).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_that_never_read_hold_no_more_than_the_budget_of_all() {
    let sockets = size(600, 2600);
    let crowd = crowd(PEOPLE).await;
    let server = host(&crowd.program);
    let before = crowd.program.memory_kib("VmRSS");
    let all = stream::iter(0..sockets).map(async |number| reads_nothing(&server, &plain(&crowd, number)).await);
    let stuck: Vec<_> = all.buffered(16).collect().await;
    waits_for(&crowd.program, r#"chatspace_gateway_sessions{state="connected"}"#, sockets * 9 / 10).await;
    let silent = crowd.program.memory_kib("VmRSS") - before;
    for n in 0..SAID {
        crowd.says(&format!("{n} {}", "x".repeat(1500))).await;
    }
    let talking = crowd.program.memory_kib("VmHWM") - before;
    waits_for(&crowd.program, r#"chatspace_gateway_closes_total{code="4900"}"#, sockets * 9 / 10).await;
    drop(stuck);
    let budget = FOR_ALL_KIB + EACH_KIB * sockets as u64;
    let allowed = format!("{} MiB", budget / 1024);
    let what = format!("F-11 memory of {sockets} connections that read nothing, in a guild of {PEOPLE}, before any message");
    told(('m', silent <= budget), &what, format!("{} MiB, {} KiB each", silent / 1024, silent / sockets as u64), &allowed);
    let what = format!("F-11 peak memory while {SAID} messages are sent to them");
    told(('m', talking <= budget), &what, format!("{} MiB", talking / 1024), &allowed);
    assert!(talking <= budget, "{talking} KiB more than before");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_plain_client_in_a_large_guild_costs_little() {
    let (people, clients) = (size(PEOPLE, 1000), size(500, 1000));
    let crowd = crowd(people).await;
    let comes = async |number| {
        let mut client = Client::identifies_as(&crowd.program, plain(&crowd, number)).await;
        client.settles().await.expect("it is connected");
        client
    };
    // What is needed by the first of them stays for all.
    let first: Vec<_> = join_all((0..EACH).map(comes)).await;
    let before = crowd.program.memory_kib("VmRSS");
    let mut others: Vec<_> = stream::iter(EACH..EACH + clients).map(comes).buffered(8).collect().await;
    // As with each heartbeat, they say what they have heard of each other.
    for client in &mut others {
        client.settles().await.expect("it is connected");
    }
    let each = (crowd.program.memory_settles(before).await.saturating_sub(before)) as f64 / clients as f64;
    drop((first, others));
    let what = format!("memory of an idle plain client, {clients} in a guild of {people}");
    told(('n', each <= 24.0), &what, format!("{each:.1} KiB"), "24 KiB");
    assert!(each <= if takes_figures() { 24.0 } else { 48.0 }, "{each:.1} KiB each");
}
