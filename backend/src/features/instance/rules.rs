//! Rates of this feature.

use crate::kernel::limits::rates;

rates! {
    /// What is asked for by those who are not signed in yet.
    INSTANCE = "instance", 120 in 60 s, by Caller;
}
