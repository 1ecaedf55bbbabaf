//! Two hundred messages a second, and somebody who cannot decide on an avatar.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::{task::JoinHandle, time::MissedTickBehavior};

use crate::{images::files, program::Program};

const SENDERS: u32 = 8;
const EVERY: Duration = Duration::from_millis(40);

/// Answered messages and how long each took, in the order of the answers.
type Answered = Arc<Mutex<Vec<((i64, String), Duration)>>>;

pub struct Load {
    answered: Answered,
    ended: Arc<AtomicBool>,
    senders: Vec<JoinHandle<()>>,
    images: JoinHandle<HashMap<String, Vec<u8>>>,
}

/// All that was done.
pub struct Done {
    /// By id.
    pub messages: Vec<(i64, String)>,
    /// By hash.
    pub images: HashMap<String, Vec<u8>>,
}

pub fn p99(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() * 99 / 100]
}

impl Load {
    pub fn begins(program: &Program, token: &str, channel: &str) -> Self {
        let (answered, ended) = (Answered::default(), Arc::<AtomicBool>::default());
        let url = program.url(&format!("/api/v10/channels/{channel}/messages"));
        let senders = (0..SENDERS).map(|name| {
            let (url, token, answered, ended) = (url.clone(), token.to_owned(), answered.clone(), ended.clone());
            tokio::spawn(async move { send(&url, &token, name, &answered, &ended).await })
        });
        let senders = senders.collect();
        let images = tokio::spawn(change_avatars(program.url(""), token.to_owned(), ended.clone()));
        Self { answered, ended, senders, images }
    }

    /// What was answered so far, by id.
    pub fn answered(&self) -> Vec<(i64, String)> {
        let mut messages: Vec<_> = self.answered.lock().expect("no panic").iter().map(|(message, _)| message.clone()).collect();
        messages.sort();
        messages
    }

    pub fn times(&self, from: usize) -> Vec<Duration> {
        self.answered.lock().expect("no panic")[from..].iter().map(|(_, took)| *took).collect()
    }

    pub async fn ends(self) -> Done {
        self.ended.store(true, Ordering::SeqCst);
        let Self { answered, senders, images, .. } = self;
        for sender in senders {
            sender.await.expect("the sender ends");
        }
        let images = images.await.expect("the avatars end");
        let mut messages: Vec<_> = answered.lock().expect("no panic").iter().map(|(message, _)| message.clone()).collect();
        messages.sort();
        Done { messages, images }
    }
}

async fn send(url: &str, token: &str, name: u32, answered: &Answered, ended: &AtomicBool) {
    let client = Client::new();
    let mut rounds = tokio::time::interval_at(tokio::time::Instant::now() + EVERY * name / SENDERS, EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for n in 0.. {
        // From when it should have been sent: who waits for a slow answer sends the next one too late.
        let due = rounds.tick().await.into_std();
        if ended.load(Ordering::SeqCst) {
            return;
        }
        let nonce = format!("{name}-{n}");
        let request = client.post(url).bearer_auth(token).json(&json!({"content": nonce, "nonce": nonce, "enforce_nonce": true}));
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        let body: Value = answer.json().await.expect("JSON");
        let id = body["id"].as_str().expect("an id").parse().expect("a number");
        answered.lock().expect("no panic").push(((id, nonce), due.elapsed()));
    }
}

/// The image that an instance shows.
pub async fn image(program: &Program, user: &str, hash: &str) -> Option<Vec<u8>> {
    shown(&Client::new(), &program.url(""), user, hash).await
}

async fn shown(client: &Client, url: &str, user: &str, hash: &str) -> Option<Vec<u8>> {
    let answer = client.get(format!("{url}/cdn/avatars/{user}/{hash}.png?size=128")).send().await.expect("an answer");
    let found = answer.status().is_success();
    let bytes = answer.bytes().await.expect("all of it");
    found.then(|| bytes.to_vec())
}

/// Each avatar takes the place of one that is removed at once.
async fn change_avatars(url: String, token: String, ended: Arc<AtomicBool>) -> HashMap<String, Vec<u8>> {
    let client = Client::new();
    let mut images = HashMap::new();
    for n in 0_u32.. {
        if ended.load(Ordering::SeqCst) {
            break;
        }
        let [_, a, b, c] = n.wrapping_mul(0x9E37_79B1).to_be_bytes();
        let image = RgbImage::from_pixel(128, 128, Rgb([a, b, c])).into();
        let body = [
            &b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n"[..],
            &files::encoded(&image, ImageFormat::Png),
            b"\r\n--edge--\r\n",
        ]
        .concat();
        let request = client.put(format!("{url}/api/v10/users/@me/avatar")).bearer_auth(&token);
        let request = request.header("content-type", "multipart/form-data; boundary=edge").body(body);
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        let me: Value = answer.json().await.expect("JSON");
        let (user, hash) = (me["id"].as_str().expect("an id"), me["avatar"].as_str().expect("a hash"));
        let bytes = shown(&client, &url, user, hash).await.expect("it is shown");
        images.insert(hash.to_owned(), bytes);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    images
}
