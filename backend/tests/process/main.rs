//! The program as a process: how it starts, refuses to start, stops, and what is left when it is killed.

mod admin;
mod backup;
mod conversations;
mod crash;
mod pictures;
mod program;
mod secrets;
mod start;
