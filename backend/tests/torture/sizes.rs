//! How much is done, and how a figure is told.

use std::fmt::Display;

/// The first where a change is tested, the second by night.
pub fn size<T>(daily: T, nightly: T) -> T {
    if std::env::var("PROOF_SIZE").is_ok_and(|size| size == "nightly") { nightly } else { daily }
}

/// Tells a figure, and fails the test if it is not within its budget.
#[track_caller]
pub fn proof(item: &str, what: impl Display, figure: impl Display, budget: impl Display, holds: bool) {
    let verdict = if holds { "pass" } else { "fail" };
    println!("proof | {item} | {what} | {figure} | {budget} | {verdict}");
    assert!(holds, "{what}: {figure}, but the budget is {budget}");
}
