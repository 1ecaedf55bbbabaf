//! The cost of the main paths, with budgets, next to a minimal server in the same run:
//!
//! ```sh
//! cargo bench --bench budgets            # all
//! cargo bench --bench budgets -- page    # those whose name holds the word
//! ```
//!
//! Costs are CPU time of the server's process, user and system, per unit of work. It varies by a tenth with the load of the
//! machine; wall time varies by far more, and is not printed. Nothing fails here.

mod floor;
#[path = "../support/process.rs"]
mod process;
mod rows;
#[expect(dead_code, reason = "accounts are measured by others")]
#[path = "../support/server.rs"]
mod server;
mod sockets;
mod world;

use std::{env, path::Path};

fn main() {
    rlimit::increase_nofile_limit(16_384).expect("enough open files");
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [role, folder, stores] = arguments.as_slice()
        && role == "floor"
    {
        floor::serve(Path::new(folder), stores == "stores");
    }
    let wanted = arguments.into_iter().find(|argument| !argument.starts_with('-')).unwrap_or_default();
    // Flushes the disk, or each sync would include what was just built.
    rustix::fs::sync();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, rows::print(&wanted));
}
