//! Limits of this feature.

use crate::kernel::limits::sizes;

sizes! {
    BLOCKS_PER_USER: usize = "blocks_per_user", 1000;
}
