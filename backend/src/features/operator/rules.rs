//! Rates and errors of this feature.

use crate::kernel::{errors, limits::rates};

rates! {
    /// Attempts to become the first operator.
    SETUP = "setup", 10 in 3600 s, by Address;
    /// What operators ask for and change.
    OPERATOR = "operator", 60 in 60 s, by Caller;
}

errors! {
    last_operator = 400 / 0, "This is the last operator. Make somebody else one first.";
    unknown_email_link = 404 / 200040, "Unknown email, or its link was revealed before or has ended.";
}
