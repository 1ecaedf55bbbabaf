//! The program: choose the allocator, run the command, turn its failure into an exit code.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Its background threads give back what a crowd has left, though nobody asks for anything then.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    chatspace::cli::run()
}
