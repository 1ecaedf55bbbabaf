//! Embedded files: the migrations and the built web client. The client may be missing in a first build of the backend alone.
//! And the order of the program's code in its file.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../web-client/dist");
    println!("cargo:rerun-if-changed=start.ld");
    let is = |variable, value| env::var(variable).is_ok_and(|set| set == value);
    if is("TARGET", "x86_64-unknown-linux-gnu") && is("PROFILE", "release") && !has_chosen_a_linker() {
        lay_together_what_a_start_runs();
    }
}

/// Not every linker reads scripts; the toolchain's own does.
fn has_chosen_a_linker() -> bool {
    env::var_os("RUSTC_LINKER").is_some() || env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("link"))
}

/// Of the code that a start has in memory, half as much is then the rest's: `scripts/layout.mjs` tells how.
fn lay_together_what_a_start_runs() {
    let package = env::var("CARGO_MANIFEST_DIR").expect("cargo tells a build script where its package is");
    println!("cargo:rustc-link-arg-bins=-Wl,-T,{package}/start.ld");
}
