//! Errors of this feature.

use crate::kernel::errors;

errors! {
    unknown_role = 404 / 10011, "Unknown role.";
}
