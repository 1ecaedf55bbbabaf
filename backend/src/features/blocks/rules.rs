//! Limits of this feature.

use crate::kernel::limits::{rates, sizes};

sizes! {
    BLOCKS_PER_USER: usize = "blocks_per_user", 1000;
}

rates! {
    BLOCK = "block", 20 in 60 s, by Caller;
}
