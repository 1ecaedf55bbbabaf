//! The effect of five hundred concurrent sign-ins on users who are sending messages.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Client;
use serde_json::json;

use super::{
    quantile,
    server::{PASSWORD, Server, text},
};

const SIGN_INS: usize = 500;
const SENDS: usize = 1000;
const EVERY: Duration = Duration::from_millis(10);

pub async fn measure(server: &mut Server) {
    let token = server.register("writer").await;
    for name in ["ann", "bob", "cyd", "dan"] {
        server.register(name).await;
    }
    let (_, guild) = server.post("/guilds", &token, &json!({"name": "Tea friends"})).await;
    let channel = text(&guild["system_channel_id"]);
    let idle = sends(server, &token, &channel).await;
    let began = Instant::now();
    // On a thread and connections of its own, so that the server is measured and not the driver.
    let address = server.address.clone();
    let flood = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(sign_ins(&address))
    });
    let busy = sends(server, &token, &channel).await;
    let answers = flood.join().expect("the flood ends");
    let took = began.elapsed();
    let count = |status: u16| answers.iter().filter(|answer| **answer == status).count();
    println!("message sends beside {SIGN_INS} log-ins at once, bcrypt cost 12 (p99 at most 2 times idle)");
    for (name, times) in [("idle", &idle), ("flood", &busy)] {
        let [middle, late, latest] = [0.5, 0.99, 1.0].map(|share| quantile(times, share));
        println!("  {name:<6} p50 {middle:6.2} ms  p99 {late:6.2} ms  max {latest:6.2} ms");
    }
    println!("  p99 {:.2} times idle", quantile(&busy, 0.99) / quantile(&idle, 0.99));
    println!("  log-ins: {} let in, {} told to come again, in {:.1} s", count(200), count(503), took.as_secs_f64());
}

/// Sends at a constant rate; returns the sorted times in ms.
async fn sends(server: &Server, token: &str, channel: &str) -> Vec<f64> {
    let mut pace = tokio::time::interval(EVERY);
    let mut times = Vec::with_capacity(SENDS);
    for number in 0..SENDS {
        pace.tick().await;
        let began = Instant::now();
        let body = json!({"content": format!("message {number}")});
        let (status, _) = server.post(&format!("/channels/{channel}/messages"), token, &body).await;
        assert!(status.is_success(), "{status}");
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times
}

async fn sign_ins(address: &str) -> Vec<u16> {
    let (client, url) = (Client::new(), format!("{address}/api/v10/auth/login"));
    let sign_in = |number: usize| {
        let name = ["ann", "bob", "cyd", "dan"][number % 4];
        let request = client.post(&url).json(&json!({"email": format!("{name}@example.org"), "password": PASSWORD}));
        async move { request.send().await.map_or(0, |answer| answer.status().as_u16()) }
    };
    join_all((0..SIGN_INS).map(sign_in)).await
}
