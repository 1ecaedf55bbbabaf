//! Torture: the program is killed, cut off from power, given a disk that fails, fills up or is damaged, and raced. What was
//! answered must be there, once and in order.
//!
//! The sizes are those of continuous integration; with `PROOF_SIZE=nightly` (`just torture`) the same code does much more.

#![expect(
    clippy::disallowed_methods,
    reason = "tests take their size and their Postgres from the environment, and strike at random moments"
)]

mod commits;
mod damage;
mod disk;
mod doubles;
mod ears;
mod kills;
mod ledger;
mod load;
mod locks;
mod logs;
mod order;
mod outages;
mod power;
#[path = "../process/program.rs"]
#[expect(dead_code, reason = "it is shared with other tests, which use what these do not")]
mod program;
mod relay;
mod repeats;
mod shim;
mod sizes;
mod starts;
mod world;
