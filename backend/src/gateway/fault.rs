//! Faults that a debug build can inject, so that tests can show that they would be noticed. A release build cannot.

use std::{env, ffi::OsString, fs, sync::LazyLock};

use crate::kernel::UserId;

/// A file: while it contains the id of a user, that user's sessions receive nothing.
#[expect(clippy::disallowed_methods, reason = "a fault of debug builds is no setting")]
static FAN_OUT: LazyLock<Option<OsString>> = LazyLock::new(|| env::var_os("FAULT_FAN_OUT"));

pub fn hides_from(user: UserId) -> bool {
    let named = FAN_OUT.as_ref().and_then(|file| fs::read_to_string(file).ok());
    named.is_some_and(|named| named.trim() == user.to_string())
}
