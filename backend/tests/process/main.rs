//! The program as a process: how it starts, refuses to start, stops, and what is left when it is killed.

mod admin;
mod attacks;
mod backup;
mod bodies;
mod conversations;
mod crash;
mod gate;
mod gateway;
mod life;
mod pictures;
mod program;
mod secrets;
#[path = "../torture/shim.rs"]
#[allow(dead_code, reason = "the tests of crashes use the rest")]
mod shim;
mod start;
mod transport;
mod watch;
