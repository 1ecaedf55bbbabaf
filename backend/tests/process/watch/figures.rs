//! Lines of the table of proofs.

/// Prints a figure beside its budget.
pub fn figure(letter: char, what: &str, figure: impl std::fmt::Display, budget: &str, passes: bool) {
    println!("proof | 7.{letter} | {what} | {figure} | {budget} | {}", if passes { "pass" } else { "fail" });
}

/// A number of the usual run, or of the one by night.
pub fn size(usual: usize, nightly: usize) -> usize {
    if std::env::var("PROOF_SIZE").is_ok_and(|size| size == "nightly") { nightly } else { usual }
}
