//! SQL of emails.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_optional},
    kernel::{EmailId, EmailTokenId, Timestamp, UserId},
};

/// An email to store.
#[derive(Debug, Clone, Copy)]
pub struct NewEmailRow<'l> {
    pub id: EmailId,
    pub kind: &'static str,
    pub user_id: Option<UserId>,
    pub address: &'l str,
    pub name: &'l str,
    pub locale: &'l str,
    pub detail: Option<&'l str>,
    pub link_id: Option<EmailTokenId>,
}

/// A due email.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DueEmailRow {
    pub id: EmailId,
    pub kind: String,
    pub user_id: Option<UserId>,
    pub address: String,
    pub name: String,
    pub locale: String,
    pub detail: Option<String>,
    /// Its link, if it is valid.
    pub link_id: Option<EmailTokenId>,
    pub tries: i64,
}

/// An email in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct EmailRow {
    pub id: EmailId,
    pub created_at: Timestamp,
    pub kind: String,
    pub address: String,
    pub state: String,
    /// Its link, if it is valid and has not been revealed.
    pub link_id: Option<EmailTokenId>,
}

/// An email whose link is revealed. The link has the same kind.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RevealedRow {
    pub kind: String,
    pub user_id: Option<UserId>,
    pub link_id: EmailTokenId,
}

pub async fn insert_email(conn: &mut Conn, email: NewEmailRow<'_>, now: Timestamp) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO letters (id, kind, user_id, address, name, locale, detail, link_id, state, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9)",
        email.id,
        email.kind,
        email.user_id,
        email.address,
        email.name,
        email.locale,
        email.detail,
        email.link_id,
        now,
    )?;
    Ok(())
}

/// Whether an email is due. One that waits until after `latest` does so because the clock was ahead.
pub async fn has_due_email(conn: &mut Conn, now: Timestamp, latest: Timestamp) -> Result<bool, DbError> {
    let found: Option<(EmailId,)> = fetch_optional!(
        conn,
        "SELECT id FROM letters WHERE state = 'waiting' AND (next_try_at <= $1 OR next_try_at > $2) LIMIT 1",
        now,
        latest,
    )?;
    Ok(found.is_some())
}

/// Due emails, oldest first.
pub async fn due_emails(conn: &mut Conn, now: Timestamp, latest: Timestamp, most: i64) -> Result<Vec<DueEmailRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT l.id, l.kind, l.user_id, l.address, l.name, l.locale, l.detail, k.id AS link_id, l.tries
         FROM letters l LEFT JOIN links k ON k.id = l.link_id AND k.used_at IS NULL AND k.expires_at > $1
         WHERE l.state = 'waiting' AND (l.next_try_at <= $1 OR l.next_try_at > $2) ORDER BY l.next_try_at, l.id LIMIT $3",
        now,
        latest,
        most,
    )
}

/// Records the start of an attempt, and when the next one is due.
pub async fn begin_try(conn: &mut Conn, id: EmailId, next_try_at: Timestamp) -> Result<(), DbError> {
    execute!(conn, "UPDATE letters SET tries = tries + 1, next_try_at = $2 WHERE id = $1", id, next_try_at)?;
    Ok(())
}

pub async fn set_email_state(conn: &mut Conn, id: EmailId, state: &str) -> Result<(), DbError> {
    execute!(conn, "UPDATE letters SET state = $2 WHERE id = $1 AND state = 'waiting'", id, state)?;
    Ok(())
}

/// The newest emails.
pub async fn emails(conn: &mut Conn, now: Timestamp) -> Result<Vec<EmailRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT l.id, l.created_at, l.kind, l.address, l.state, k.id AS link_id
         FROM letters l LEFT JOIN links k
           ON k.id = l.link_id AND l.link_shown_at IS NULL AND k.used_at IS NULL AND k.expires_at > $1
         ORDER BY l.id DESC LIMIT 100",
        now,
    )
}

/// Records that a link is revealed. Returns `None` if it was revealed before, the email may still be sent, or the link is
/// invalid: of concurrent requests, one succeeds.
pub async fn reveal_link(
    conn: &mut Conn,
    id: EmailId,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<Option<RevealedRow>, DbError> {
    fetch_optional!(
        conn,
        "UPDATE letters SET link_shown_at = $3, link_shown_by = $2
         WHERE id = $1 AND link_shown_at IS NULL AND state IN ('failed', 'unsent')
           AND EXISTS (SELECT 1 FROM links k WHERE k.id = letters.link_id AND k.used_at IS NULL AND k.expires_at > $3)
         RETURNING kind, user_id, link_id",
        id,
        by,
        now,
    )
}

/// Deletes some settled emails older than `oldest`; returns whether there may be more.
pub async fn delete_emails_before(conn: &mut Conn, oldest: Timestamp) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE created_at < $1 AND state <> 'waiting' LIMIT 500)",
        oldest,
    )?;
    Ok(deleted == 500)
}

/// Assigns the emails to an address without an account to a user.
pub async fn adopt_emails(conn: &mut Conn, address: &str, user: UserId) -> Result<(), DbError> {
    execute!(conn, "UPDATE letters SET user_id = $2 WHERE user_id IS NULL AND address = $1", address, user)?;
    Ok(())
}

pub async fn delete_emails_of(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM letters WHERE user_id = $1", user)?;
    Ok(())
}
