//! How much is counted.

/// More unread mentions of a channel are not counted: a badge says "99+".
pub const MOST_COUNTED: i64 = 100;

/// A count as it is told.
pub fn shown(count: i64) -> i64 {
    count.min(MOST_COUNTED)
}
