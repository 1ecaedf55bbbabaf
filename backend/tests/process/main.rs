//! The program as a process: how it starts, refuses to start, stops, and what is left when it is killed.

#![expect(
    clippy::disallowed_methods,
    reason = "tests take their size and their Postgres from the environment, and wait for whole processes"
)]

mod admin;
mod attacks;
mod backup;
mod bodies;
mod crash;
mod dms;
mod gate;
mod gateway;
mod images;
mod life;
#[expect(dead_code, reason = "other tests use what these do not")]
mod program;
mod secrets;
#[path = "../torture/shim.rs"]
#[expect(dead_code, reason = "the tests of crashes use the rest")]
mod shim;
mod start;
mod transport;
mod watch;
