//! Limits of this feature.

use crate::kernel::limits::sizes;

sizes! {
    MENTIONS_PAGE: i64 = "mentions_page", 100;
}
