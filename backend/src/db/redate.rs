//! Replaces message ids from the future, created by a wrong clock, so that new ids need not continue from them.
//!
//! Invariant: the order of messages is unchanged, and so are all positions in it, such as read states and joins. Other ids are
//! not changed, since keys and tokens depend on some of them.

use sqlx::AssertSqlSafe;

use super::{Conn, Db, DbError};

/// A table and a column of it that holds positions in the order of messages.
type Position = (&'static str, &'static str);

/// Replaces those of the positions that are above `latest` by ids above `now`. Returns how many there were.
///
/// # Errors
/// When the database fails; nothing is changed then.
pub async fn redate(db: &Db, positions: &[Position], now: i64, latest: i64) -> Result<i64, DbError> {
    let mut conn = db.write().await?;
    conn.begin().await?;
    let done = all(&mut conn, positions, now, latest).await;
    match done {
        Ok(count) => conn.commit().await.map(|()| count),
        Err(error) => {
            conn.rollback().await?;
            Err(error)
        }
    }
}

async fn all(conn: &mut Conn, positions: &[Position], now: i64, latest: i64) -> Result<i64, DbError> {
    let places: Vec<_> = positions.iter().map(|(table, column)| format!("SELECT {column} AS id FROM {table}")).collect();
    let places = places.join(" UNION ");
    run(conn, defer(conn)).await?;
    run(conn, "CREATE TABLE redated (old_id BIGINT PRIMARY KEY, new_id BIGINT NOT NULL)").await?;
    let numbered = format!(
        "INSERT INTO redated SELECT id, row_number() OVER (ORDER BY id)
             + (SELECT max(id) FROM (SELECT CAST({now} AS BIGINT) AS id UNION SELECT id FROM messages WHERE id <= {latest}) AS before)
         FROM ({places}) AS places WHERE id > {latest}"
    );
    run(conn, &numbered).await?;
    for (table, column) in positions {
        let dated = format!(
            "UPDATE {table} SET {column} = (SELECT new_id FROM redated WHERE old_id = {column}) WHERE {column} > {latest}"
        );
        run(conn, &dated).await?;
    }
    // Of deleted objects, only messages (kind 3) have such an id.
    let deleted = "UPDATE deletions SET id = (SELECT new_id FROM redated WHERE old_id = id)
         WHERE kind = 3 AND id IN (SELECT old_id FROM redated)";
    run(conn, deleted).await?;
    let count = count(conn).await?;
    run(conn, "DROP TABLE redated").await?;
    run(conn, check(conn)).await?;
    Ok(count)
}

async fn count(conn: &mut Conn) -> Result<i64, DbError> {
    match conn {
        Conn::Sqlite(conn) => Ok(sqlx::query_scalar("SELECT count(*) FROM redated").fetch_one(&mut **conn).await?),
        Conn::Postgres(conn) => Ok(sqlx::query_scalar("SELECT count(*) FROM redated").fetch_one(&mut **conn).await?),
    }
}

/// Defers the check of references to messages, and removes the time limit of statements.
const fn defer(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "PRAGMA defer_foreign_keys = ON",
        Conn::Postgres(_) => {
            "SET LOCAL statement_timeout = 0; ALTER TABLE mentions ALTER CONSTRAINT mentions_message_id_fkey DEFERRABLE INITIALLY DEFERRED"
        }
    }
}

/// Checks them. SQLite does so at the commit.
const fn check(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "SELECT 1",
        Conn::Postgres(_) => {
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE mentions ALTER CONSTRAINT mentions_message_id_fkey NOT DEFERRABLE"
        }
    }
}

async fn run(conn: &mut Conn, statement: &str) -> Result<(), DbError> {
    let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
    match conn {
        Conn::Sqlite(conn) => statement.execute(&mut **conn).await.map(drop)?,
        Conn::Postgres(conn) => statement.execute(&mut **conn).await.map(drop)?,
    }
    Ok(())
}
