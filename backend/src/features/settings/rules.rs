//! Rates of this feature.

use crate::kernel::limits::rates;

rates! {
    SETTINGS = "settings", 10 in 20 s, by Caller;
}
