//! Time limits of responses of Postgres.

/// Waits for a response of Postgres within the connection's time limit, and records how it ended.
macro_rules! timed {
    ($conn:ident, $asked:expr) => {{
        let deadline = $conn.deadline();
        let answer = $crate::db::in_time(deadline, $asked).await;
        $conn.ended(&answer);
        answer
    }};
}

pub(crate) use timed;
