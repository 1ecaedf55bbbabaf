//! The program: run the command, turn its failure into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    chatspace::cli::run()
}
