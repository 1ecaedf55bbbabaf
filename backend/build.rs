//! Embedded files: the migrations and the built web client. The client may be missing in a first build of the backend alone.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../web-client/dist");
}
