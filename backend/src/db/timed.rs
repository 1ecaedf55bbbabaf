//! The bound on what Postgres answers.

/// What Postgres answers within the time of a connection, which notes how it ended.
macro_rules! timed {
    ($conn:ident, $asked:expr) => {{
        let deadline = $conn.deadline();
        let answer = $crate::db::in_time(deadline, $asked).await;
        $conn.ended(&answer);
        answer
    }};
}

pub(crate) use timed;
