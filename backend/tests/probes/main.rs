//! Who may do what: the matrix of 72 probes, races with the change that takes a right away, and requests at random.
//!
//! Each denied request has a twin, the same request by somebody who may, which proves that the request is right. Postgres is found
//! as in the API suite, whose world and people these are.

#![expect(clippy::disallowed_methods, reason = "tests take their size and their Postgres from the environment")]

#[macro_use]
#[path = "../api/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the API suite uses the rest")]
mod support;

mod absent;
mod cast;
mod gateway;
mod matrix;
mod races;
mod random;
mod routes;
mod rows;
mod spellings;
mod tables;
mod users;
