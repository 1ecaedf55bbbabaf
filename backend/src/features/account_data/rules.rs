//! Rates and errors of this feature.

use crate::kernel::{errors, limits::rates};

rates! {
    ACCOUNT_DELETE = "account-delete", 5 in 900 s, by Caller;
    /// Putting all of one's data together.
    EXPORT = "export", 5 in 3600 s, by Caller;
}

errors! {
    export_under_way = 409 / 0, "Another export is being made. Try again in a while.";
}
