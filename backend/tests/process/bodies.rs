//! Large bodies for places that the sender cannot see take no memory.

use futures_util::future::join_all;
use reqwest::{Client, Method};

use crate::program::Program;

const AT_ONCE: usize = 150;
const BODY_BYTES: usize = 3_500_000;
/// Connections have buffers of their own. All the bodies together are 500 MiB.
const MAX_GROWTH_KIB: u64 = 40 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn bodies_for_a_channel_that_does_not_exist_take_no_memory() {
    let mut program = Program::on_sqlite();
    program.starts();
    let (token, _) = program.owner(&Client::new()).await;
    let before = program.memory_kib("VmRSS");
    program.forgets_its_peak();
    let body = bytes::Bytes::from(vec![b' '; BODY_BYTES]);
    for (method, path) in [(Method::PATCH, "/api/v10/channels/1"), (Method::PUT, "/api/v10/guilds/1/icon")] {
        let sending = (0..AT_ONCE).map(|_| {
            let request = Client::new().request(method.clone(), program.url(path)).bearer_auth(&token);
            request.header("content-type", "multipart/form-data; boundary=edge").body(body.clone()).send()
        });
        // An answer that comes before the body is sent may end in a broken connection.
        for answer in join_all(sending).await.into_iter().flatten() {
            assert!(matches!(answer.status().as_u16(), 404 | 429), "{}", answer.status());
        }
    }
    let peak = program.memory_kib("VmHWM");
    println!("2 times {AT_ONCE} bodies of {BODY_BYTES} bytes: {before} KiB before, {peak} KiB at most");
    assert!(peak.saturating_sub(before) <= MAX_GROWTH_KIB, "{before} KiB before, {peak} KiB at most");
}
