//! What is built anew when it changes: the migrations and the web client, which are embedded; the client may be missing in a
//! first build of the backend alone. And the order of the code in the program's file.

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

/// Otherwise it lies all over the file, and the kernel takes in what lies around it: `scripts/layout.mjs`.
fn lay_together_what_a_start_runs() {
    let package = env::var("CARGO_MANIFEST_DIR").expect("cargo tells a build script where its package is");
    println!("cargo:rustc-link-arg-bins=-Wl,-T,{package}/start.ld");
}
