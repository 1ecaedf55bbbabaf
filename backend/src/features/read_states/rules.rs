//! Limits of counting.

/// Maximum count of unread mentions in a channel: a badge shows "99+".
pub const MOST_COUNTED: i64 = 100;

/// A count as published.
pub fn shown(count: i64) -> i64 {
    count.min(MOST_COUNTED)
}
