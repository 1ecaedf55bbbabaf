//! What the promises about accounts cost and how well they hold, measured on the real program:
//!
//! ```sh
//! cargo bench --bench accounts
//! ```
//!
//! Prints figures and their bounds; fails for none of them, because a busy machine is slow.

mod flood;
mod revocation;
mod server;
mod timing;

use server::Server;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        revocation::measure(&mut Server::start(4).await).await;
        flood::measure(&mut Server::start(12).await).await;
        timing::measure(&mut Server::start(10).await).await;
    });
}
