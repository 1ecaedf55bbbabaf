//! Hostile images do not fill the memory.

#[path = "../api/images/files.rs"]
pub mod files;
#[path = "../api/images/hostile.rs"]
mod hostile;

use futures_util::future::join_all;
use reqwest::{Client, StatusCode};

use crate::program::Program;

/// By hostile files.
const MAX_GROWTH_KIB: u64 = 80 * 1024;
/// By the largest images that are taken, one after the other: 64 MiB of pixels, 8 MiB to draw them, and what the allocator
/// keeps for each thread that has drawn one.
const MAX_GROWTH_BY_THE_LARGEST_KIB: u64 = 112 * 1024;

pub async fn uploads(program: &Program, client: &Client, token: &str, file: &[u8]) -> StatusCode {
    let head = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n";
    let body = [&head[..], file, b"\r\n--edge--\r\n"].concat();
    let request = client.put(program.url("/api/v10/users/@me/avatar")).bearer_auth(token);
    let request = request.header("content-type", "multipart/form-data; boundary=edge").body(body);
    request.send().await.expect("an answer").status()
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_images_take_no_more_than_80_mib() {
    let files = hostile::all();
    let mut program = Program::on_sqlite();
    program.starts();
    let client = Client::new();
    let (token, _) = program.owner(&client).await;
    assert_eq!(uploads(&program, &client, &token, &files::png()).await, StatusCode::OK);
    let before = program.memory_kib("VmRSS");
    program.forgets_its_peak();
    let began = std::time::Instant::now();
    for some in files.chunks(4) {
        let answers = join_all(some.iter().map(|(_, file, _)| uploads(&program, &client, &token, file))).await;
        assert!(answers.iter().all(|status| matches!(status.as_u16(), 200 | 415 | 422)), "{answers:?}");
    }
    let peak = program.memory_kib("VmHWM");
    println!("{} files, four at a time, in {:?}: {before} KiB before, {peak} KiB at most", files.len(), began.elapsed());
    assert!(peak.saturating_sub(before) <= MAX_GROWTH_KIB, "{before} KiB before, {peak} KiB at most");

    // Without optimisation they may not be drawn in time, but they have taken their memory.
    let large = files::claimed_png(4096, 4096, 8, 6, &files::zeros(65));
    let answers = join_all([&large; 4].map(|file| uploads(&program, &client, &token, file))).await;
    assert!(answers.iter().all(|status| matches!(status.as_u16(), 200 | 422)), "{answers:?}");
    let peak = program.memory_kib("VmHWM");
    println!("four of the largest images at once: {peak} KiB at most");
    assert!(peak.saturating_sub(before) <= MAX_GROWTH_BY_THE_LARGEST_KIB, "{before} KiB before, {peak} KiB at most");
}

/// An image that is taken.
pub fn small_png() -> Vec<u8> {
    files::png()
}
