//! What is built anew when it changes: the migrations and the web client, which are embedded; the client may be missing in a
//! first build of the backend alone.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../web-client/dist");
}
