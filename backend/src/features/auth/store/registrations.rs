//! SQL of registrations that await the confirmation of their address.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_optional},
    kernel::{RegistrationId, Timestamp},
};

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RegistrationRow {
    pub username: String,
    pub display_name: Option<String>,
    pub email: String,
    pub email_key: String,
    pub password_hash: String,
    pub locale: String,
    pub invite: Option<String>,
}

pub async fn insert_registration(
    conn: &mut Conn,
    id: RegistrationId,
    row: &RegistrationRow,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO registrations (id, username, display_name, email, email_key, password_hash, locale, expires_at, invite)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        row.username.as_str(),
        row.display_name.as_deref(),
        row.email.as_str(),
        row.email_key.as_str(),
        row.password_hash.as_str(),
        row.locale.as_str(),
        expires_at,
        row.invite.as_deref(),
    )?;
    Ok(())
}

pub async fn registration(conn: &mut Conn, id: RegistrationId) -> Result<Option<RegistrationRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT username, display_name, email, email_key, password_hash, locale, invite FROM registrations WHERE id = $1",
        id,
    )
}

/// Deletes all registrations with an address, and their links.
pub async fn delete_registrations_of(conn: &mut Conn, email_key: &str) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM registrations WHERE email_key = $1", email_key)?;
    Ok(())
}

pub async fn delete_registrations_before(conn: &mut Conn, expired: Timestamp) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM registrations WHERE expires_at < $1", expired)?;
    Ok(())
}
