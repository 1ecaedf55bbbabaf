//! The cost of the guarantees about accounts, measured on the real program:
//!
//! ```sh
//! cargo bench --bench accounts
//! ```
//!
//! Prints figures and their bounds; none of them fails the run, since a busy machine is slow.

mod flood;
#[expect(dead_code, reason = "what a process uses is measured by others")]
#[path = "../support/process.rs"]
mod process;
mod revocation;
#[expect(dead_code, reason = "what a process uses is measured by others")]
#[path = "../support/server.rs"]
mod server;
mod timing;

use server::Server;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        revocation::measure(&mut Server::with_bcrypt_cost(4)).await;
        flood::measure(&mut Server::with_bcrypt_cost(12)).await;
        timing::measure(&mut Server::with_bcrypt_cost(10)).await;
    });
}

/// The quantile of the sorted values.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    let index = (last as f64 * share).round() as usize;
    sorted[index]
}
