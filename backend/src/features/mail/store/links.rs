//! SQL of links.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_optional},
    kernel::{EmailTokenId, RegistrationId, Timestamp, UserId},
};

/// The user of a link, and the address that it is about.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct EmailTokenRow {
    pub user_id: Option<UserId>,
    pub registration_id: Option<RegistrationId>,
    pub email: Option<String>,
}

pub async fn insert_link(
    conn: &mut Conn,
    (id, kind): (EmailTokenId, &str),
    of: &EmailTokenRow,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO links (id, kind, user_id, registration_id, email, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        kind,
        of.user_id,
        of.registration_id,
        of.email.as_deref(),
        expires_at,
        used_at,
    )?;
    Ok(())
}

/// Consumes a link. Returns `None` if it is unknown, of another kind, expired or used: of concurrent attempts, one succeeds.
pub async fn spend_link(conn: &mut Conn, id: EmailTokenId, kind: &str, now: Timestamp) -> Result<Option<EmailTokenRow>, DbError> {
    fetch_optional!(
        conn,
        "UPDATE links SET used_at = $3 WHERE id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING user_id, registration_id, email",
        id,
        kind,
        now,
    )
}

/// The user of a valid link.
pub async fn owner_of_link(conn: &mut Conn, id: EmailTokenId, kind: &str, now: Timestamp) -> Result<Option<UserId>, DbError> {
    let found: Option<(Option<UserId>,)> = fetch_optional!(
        conn,
        "SELECT user_id FROM links WHERE id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3",
        id,
        kind,
        now,
    )?;
    Ok(found.and_then(|(user,)| user))
}

/// Expires the active links of one kind of a user that are newer than `after`.
pub async fn end_links(conn: &mut Conn, user: UserId, kind: &str, after: EmailTokenId, now: Timestamp) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE links SET used_at = $4 WHERE user_id = $1 AND kind = $2 AND id > $3 AND used_at IS NULL",
        user,
        kind,
        after,
        now,
    )?;
    Ok(())
}

/// Deletes some links; returns whether there may be more.
pub async fn delete_links_before(conn: &mut Conn, expired: Timestamp) -> Result<bool, DbError> {
    let deleted =
        execute!(conn, "DELETE FROM links WHERE id IN (SELECT id FROM links WHERE expires_at < $1 LIMIT 500)", expired)?;
    Ok(deleted == 500)
}

pub async fn delete_links_of(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM links WHERE user_id = $1", user)?;
    Ok(())
}
