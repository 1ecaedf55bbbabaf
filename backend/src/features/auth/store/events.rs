//! SQL of account events.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all},
    features::auth::rules::Client,
    kernel::{AccountEventId, Timestamp, UserId},
};

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct EventRow {
    pub id: AccountEventId,
    pub created_at: Timestamp,
    pub kind: String,
    pub client: String,
    pub address: String,
}

pub async fn insert_event(
    conn: &mut Conn,
    (id, user): (AccountEventId, UserId),
    kind: &str,
    by: &Client,
    now: Timestamp,
) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO account_events (id, user_id, kind, client, address, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        user,
        kind,
        by.name.as_str(),
        by.address.as_str(),
        now,
    )?;
    Ok(())
}

/// The newest events of an account before the given one.
pub async fn events(conn: &mut Conn, user: UserId, before: AccountEventId) -> Result<Vec<EventRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT id, created_at, kind, client, address FROM account_events WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT 100",
        user,
        before,
    )
}

pub async fn delete_events_of(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM account_events WHERE user_id = $1", user)?;
    Ok(())
}

/// Deletes some events; returns whether there may be more.
pub async fn delete_events_before(conn: &mut Conn, oldest: Timestamp) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM account_events WHERE id IN (SELECT id FROM account_events WHERE created_at < $1 LIMIT 500)",
        oldest,
    )?;
    Ok(deleted == 500)
}
