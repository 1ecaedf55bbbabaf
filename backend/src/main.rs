//! The program: choose the allocator, run the command, turn its failure into an exit code.

use std::process::ExitCode;

use tikv_jemalloc_ctl::background_thread;
use tikv_jemallocator::Jemalloc;

#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    // What a crowd has left is given back while nothing happens, too. Without the thread, only the next request would do so.
    if let Err(error) = background_thread::write(true) {
        eprintln!("memory is given back late: {error}");
    }
    chatspace::cli::run()
}
