//! The macros of statements. Each expands to a match over the engines; the arguments are bound in order.

/// All rows: `fetch_all!(conn, "SELECT …", a, b) -> Result<Vec<Row>, DbError>`.
macro_rules! fetch_all {
    ($conn:expr, $sql:literal $(, $arg:expr)* $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => sqlx::query_as($sql)$(.bind($arg))*.fetch_all(&mut **conn).await,
            $crate::db::Conn::Postgres(conn) => {
                $crate::db::timed!(conn, sqlx::query_as($sql)$(.bind($arg))*.fetch_all(&mut **conn))
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// One row or none.
macro_rules! fetch_optional {
    ($conn:expr, $sql:literal $(, $arg:expr)* $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => sqlx::query_as($sql)$(.bind($arg))*.fetch_optional(&mut **conn).await,
            $crate::db::Conn::Postgres(conn) => {
                $crate::db::timed!(conn, sqlx::query_as($sql)$(.bind($arg))*.fetch_optional(&mut **conn))
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// Exactly one row; none is an error.
macro_rules! fetch_one {
    ($conn:expr, $sql:literal $(, $arg:expr)* $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => sqlx::query_as($sql)$(.bind($arg))*.fetch_one(&mut **conn).await,
            $crate::db::Conn::Postgres(conn) => {
                $crate::db::timed!(conn, sqlx::query_as($sql)$(.bind($arg))*.fetch_one(&mut **conn))
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// All rows of a statement with the arguments of some rows, as [`execute_for_each`] takes them.
macro_rules! fetch_all_for_each {
    ($conn:expr, $sql:literal, [$($arg:expr),*], $rows:expr, |$row:ident| $($own:expr),+ $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => {
                let query = $rows.fold(sqlx::query_as($sql)$(.bind($arg))*, |query, $row| query$(.bind($own))+);
                query.fetch_all(&mut **conn).await
            }
            $crate::db::Conn::Postgres(conn) => {
                let query = $rows.fold(sqlx::query_as($sql)$(.bind($arg))*, |query, $row| query$(.bind($own))+);
                $crate::db::timed!(conn, query.fetch_all(&mut **conn))
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// Executes a statement; returns the number of changed rows.
macro_rules! execute {
    ($conn:expr, $sql:literal $(, $arg:expr)* $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => sqlx::query($sql)$(.bind($arg))*.execute(&mut **conn).await.map(|done| done.rows_affected()),
            $crate::db::Conn::Postgres(conn) => {
                $crate::db::timed!(conn, sqlx::query($sql)$(.bind($arg))*.execute(&mut **conn)).map(|done| done.rows_affected())
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// The same, with arguments for each of some rows in turn: `execute_for_each!(conn, "…", rows, |row| row.a, row.b)`. Arguments
/// shared by all rows may precede them: `execute_for_each!(conn, "…", [c, d], rows, |row| row.a, row.b)`.
macro_rules! execute_for_each {
    ($conn:expr, $sql:literal, [$($arg:expr),*], $rows:expr, |$row:ident| $($own:expr),+ $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => {
                let query = $rows.fold(sqlx::query($sql)$(.bind($arg))*, |query, $row| query$(.bind($own))+);
                query.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
            $crate::db::Conn::Postgres(conn) => {
                let query = $rows.fold(sqlx::query($sql)$(.bind($arg))*, |query, $row| query$(.bind($own))+);
                $crate::db::timed!(conn, query.execute(&mut **conn)).map(|done| done.rows_affected())
            }
        }
        .map_err($crate::db::DbError::from)
    };
    ($conn:expr, $sql:literal, $rows:expr, |$row:ident| $($arg:expr),+ $(,)?) => {
        match $conn {
            $crate::db::Conn::Sqlite(conn) => {
                let query = $rows.fold(sqlx::query($sql), |query, $row| query$(.bind($arg))+);
                query.execute(&mut **conn).await.map(|done| done.rows_affected())
            }
            $crate::db::Conn::Postgres(conn) => {
                let query = $rows.fold(sqlx::query($sql), |query, $row| query$(.bind($arg))+);
                $crate::db::timed!(conn, query.execute(&mut **conn)).map(|done| done.rows_affected())
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

pub(crate) use execute;
pub(crate) use execute_for_each;
pub(crate) use fetch_all;
pub(crate) use fetch_all_for_each;
pub(crate) use fetch_one;
pub(crate) use fetch_optional;
