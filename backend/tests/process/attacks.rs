//! Attacks that need no account, or one, and cost the others of an instance dearly if they work: each with what it costs the
//! server in memory and processor time, and what the others notice.
//!
//! Loads go to loopback and are bounded in number and time.

use std::{
    fmt::Display,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
    time::timeout,
};

use crate::program::{Program, takes_figures};

/// A password of leet speak, whose strength is the dearest to estimate.
const LEET: &str =
    "p4$$w0rdZxcvbn1!l3tm31nQw3rty7@dm1n5tr4t0r0987iL0v3y0u!m0nk3yDr4g0nM4$t3rSh4d0wSup3rm4nB4tm4n7ru5tn01P4$$w0rd1234";

/// One line of the table of figures, with its verdict.
fn shows((number, holds): (&str, bool), what: &str, figure: impl Display, budget: &str) {
    let figure = figure.to_string();
    println!("proof | 11.{number} | {what} | {figure} | {budget} | {}", if holds { "pass" } else { "fail" });
    // Without the release build, on a machine that does other things, times prove nothing.
    let is_time = figure.ends_with(" ms");
    assert!(holds || (is_time && !takes_figures()), "{what}: {figure}, allowed: {budget}");
}

/// What an attack has cost, and how long the slowest answer to another client took meanwhile.
struct Cost {
    processor_ms: u64,
    slowest: Duration,
}

/// Runs an attack while somebody else asks for something cheap, over and over.
async fn cost_of(program: &Program, client: &Client, attack: impl Future<Output = ()>) -> Cost {
    let before = program.processor_ms();
    let mut slowest = Duration::ZERO;
    let bystander = async {
        loop {
            let began = Instant::now();
            let answer = client.get(program.url("/health/live")).send().await.expect("others are answered");
            assert_eq!(answer.status(), StatusCode::OK);
            slowest = slowest.max(began.elapsed());
        }
    };
    tokio::select! {
        () = bystander => unreachable!("it asks until the attack ends"),
        () = attack => {}
    }
    Cost { processor_ms: program.processor_ms() - before, slowest }
}

/// Twenty-five requests at once, all refused alike.
async fn all_at_once(program: &Program, client: &Client, path: &str, body: &Value, refused: StatusCode) {
    let requests = (0..25).map(|_| client.post(program.url(path)).json(body).send());
    for answer in join_all(requests).await {
        assert_eq!(answer.expect("an answer").status(), refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_refused_anyway_costs_nobody_anything() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let client = Client::new();
    // Until somebody operates the instance, registration is not closed.
    program.owner(&client).await;
    program.is_told_to_stop();
    program.sets("REGISTRATION", "closed");
    program.starts();
    let reset = json!({"token": "x".repeat(43), "password": LEET});
    let register = json!({"email": "eve@example.org", "username": "eve", "password": LEET});
    for (number, path, body, refused) in [
        ("1a", "/api/v10/auth/reset", reset, StatusCode::BAD_REQUEST),
        ("1b", "/api/v10/auth/register", register, StatusCode::FORBIDDEN),
    ] {
        let cost = cost_of(&program, &client, all_at_once(&program, &client, path, &body, refused)).await;
        let what = format!("25 x POST {path} with a long leet password, processor time");
        shows((number, cost.processor_ms <= 250), &what, format!("{} ms", cost.processor_ms), "250 ms");
        let what = format!("25 x POST {path}, slowest answer to another client");
        let figure = format!("{} ms", cost.slowest.as_millis());
        shows((number, cost.slowest <= Duration::from_millis(500)), &what, figure, "500 ms");
    }
}

/// A connection that asks for a large file and takes nothing of the answer.
async fn asks_and_does_not_read(address: &str) -> Option<TcpStream> {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let connecting = socket.connect(address.parse().expect("an address"));
    let mut socket = timeout(Duration::from_secs(5), connecting).await.ok()?.ok()?;
    let request = format!("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: {address}\r\n\r\n");
    socket.write_all(request.as_bytes()).await.ok()?;
    Some(socket)
}

/// Sockets that the server has open.
fn open_sockets(program: &Program) -> usize {
    let files = std::fs::read_dir(format!("/proc/{}/fd", program.id())).expect("it runs");
    let targets = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_do_not_read_their_answer_hold_little_memory_and_not_for_long() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let client = Client::new();
    let whole = client.get(program.url("/docs/swagger-ui-bundle.js")).send().await.expect("an answer");
    let bytes = whole.bytes().await.expect("the file").len();
    assert!(bytes > 1_000_000, "the file is large: {bytes} bytes");
    let before = program.memory_kib("VmRSS");
    program.forgets_its_peak();
    let count = if takes_figures() { 600 } else { 200 };
    let address = program.url("").trim_start_matches("http://").to_owned();
    let idle = open_sockets(&program);
    let held: Vec<_> = join_all((0..count).map(|_| asks_and_does_not_read(&address))).await.into_iter().flatten().collect();
    assert_eq!(client.get(program.url("/health/live")).send().await.expect("others are answered").status(), StatusCode::OK);
    let growth_mib = program.memory_kib("VmHWM").saturating_sub(before) / 1024;
    let what = format!("memory of {count} connections that request 1.5 MB and do not read");
    shows(("7a", growth_mib <= 64), &what, format!("+{growth_mib} MiB"), "+64 MiB");
    // The server waits ten seconds for room in a connection.
    let (began, mut open) = (Instant::now(), held.len());
    while open > 2 && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        open = open_sockets(&program).saturating_sub(idle);
    }
    drop(held);
    let figure = format!("{open} after {} s", began.elapsed().as_secs());
    // The client of this test holds one or two itself.
    shows(("7b", open <= 2), "of them still open", figure, "0 after 15 s");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_for_a_place_that_does_not_exist_are_not_read() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let client = Client::new();
    let (token, _) = program.owner(&client).await;
    let before = program.memory_kib("VmRSS");
    program.forgets_its_peak();
    let body = format!(r#"{{"icon":"data:image/png;base64,{}"}}"#, "A".repeat(3_500_000));
    let cost = cost_of(&program, &client, async {
        let requests = (0..150).map(|number| {
            let request = client.patch(program.url(&format!("/api/v10/channels/{}", 1000 + number))).bearer_auth(&token);
            request.header("content-type", "application/json").body(body.clone()).send()
        });
        // A connection may also be ended while its body is still being sent.
        for answer in join_all(requests).await.into_iter().flatten() {
            assert!(!answer.status().is_success(), "{}", answer.status());
        }
    })
    .await;
    let growth_mib = program.memory_kib("VmHWM").saturating_sub(before) / 1024;
    shows(
        ("12a", growth_mib <= 64),
        "memory of 150 bodies of 3.5 MB for channels that do not exist",
        format!("+{growth_mib} MiB"),
        "+64 MiB",
    );
    let figure = format!("{} ms", cost.processor_ms);
    shows(("12b", cost.processor_ms <= 2_000), "the same, processor time", figure, "2,000 ms");
}
