//! Limits of this feature.

use crate::kernel::limits::{rates, sizes};

sizes! {
    MENTIONS_PAGE: i64 = "mentions_page", 100;
}

rates! {
    MENTIONS = "mentions", 10 in 10 s, by Caller;
}
