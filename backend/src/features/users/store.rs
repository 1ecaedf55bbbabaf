//! SQL of users and accounts.

use sqlx::FromRow;

use super::rules::EmailAddress;
use crate::{
    cache,
    db::{Conn, DbError, execute, fetch_optional},
    kernel::{Timestamp, UserId},
};

/// Private data of a user.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AccountRow {
    pub email: String,
    pub locale: String,
    pub operator: bool,
    pub verified_at: Option<Timestamp>,
    pub mfa_enabled: bool,
    pub pending_email: Option<String>,
}

/// The receiver of an email.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RecipientRow {
    pub email: String,
    pub locale: String,
    pub username: String,
    pub display_name: Option<String>,
}

/// An account to store.
#[derive(Debug, Clone, Copy)]
pub struct NewAccountRow<'a> {
    pub email: &'a EmailAddress,
    pub password_hash: &'a str,
    pub locale: &'a str,
    pub operator: bool,
    pub verified_at: Option<Timestamp>,
}

/// The account data that a session is checked against.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PasswordRow {
    pub user_id: UserId,
    pub password_hash: String,
    pub disabled_at: Option<Timestamp>,
}

/// Stores a user; returns false if the name is taken.
pub async fn insert(conn: &mut Conn, user: &cache::User, now: Timestamp) -> Result<bool, DbError> {
    let inserted = execute!(
        conn,
        "INSERT INTO users (id, username, display_name, avatar, bot, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        user.id,
        user.username.as_str(),
        user.display_name.as_deref(),
        user.avatar.as_deref(),
        user.bot,
        now,
    )?;
    Ok(inserted > 0)
}

/// Stores the account of a user; returns false if the address is taken.
pub async fn insert_account(conn: &mut Conn, user: UserId, account: NewAccountRow<'_>) -> Result<bool, DbError> {
    let inserted = execute!(
        conn,
        "INSERT INTO accounts (user_id, email, email_key, password_hash, locale, operator, verified_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        user,
        account.email.text.as_str(),
        account.email.key.as_str(),
        account.password_hash,
        account.locale,
        account.operator,
        account.verified_at,
    )?;
    Ok(inserted > 0)
}

pub async fn has_operator(conn: &mut Conn) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT user_id FROM accounts WHERE operator = true LIMIT 1")?;
    Ok(found.is_some())
}

pub async fn has_username(conn: &mut Conn, username: &str) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT id FROM users WHERE username = $1", username)?;
    Ok(found.is_some())
}

pub async fn account(conn: &mut Conn, user: UserId) -> Result<Option<AccountRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT email, locale, operator, verified_at, totp_salt IS NOT NULL AS mfa_enabled, pending_email
         FROM accounts WHERE user_id = $1",
        user,
    )
}

/// The receiver of emails to the owner of an account.
pub async fn recipient(conn: &mut Conn, user: UserId) -> Result<Option<RecipientRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT a.email, a.locale, u.username, u.display_name FROM accounts a JOIN users u ON u.id = a.user_id
         WHERE a.user_id = $1",
        user,
    )
}

pub async fn password_by_email(conn: &mut Conn, email_key: &str) -> Result<Option<PasswordRow>, DbError> {
    fetch_optional!(conn, "SELECT user_id, password_hash, disabled_at FROM accounts WHERE email_key = $1", email_key)
}

pub async fn password_of(conn: &mut Conn, user: UserId) -> Result<Option<String>, DbError> {
    let found: Option<(String,)> =
        fetch_optional!(conn, "SELECT password_hash FROM accounts WHERE user_id = $1 AND disabled_at IS NULL", user)?;
    Ok(found.map(|(hash,)| hash))
}

/// Replaces one hash by another; returns false if the account no longer has the first, or is disabled.
pub async fn replace_password_hash(conn: &mut Conn, user: UserId, from: &str, to: &str) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2 AND disabled_at IS NULL",
        user,
        from,
        to,
    )?;
    Ok(changed > 0)
}

/// Sets a hash; returns false if there is no such account, or it is disabled.
pub async fn set_password_hash(conn: &mut Conn, user: UserId, to: &str) -> Result<bool, DbError> {
    let changed = execute!(conn, "UPDATE accounts SET password_hash = $2 WHERE user_id = $1 AND disabled_at IS NULL", user, to)?;
    Ok(changed > 0)
}

/// Sets a new, confirmed address; returns false if another account has it, or the account is disabled.
pub async fn set_email(conn: &mut Conn, user: UserId, email: &EmailAddress, now: Timestamp) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET email = $2, email_key = $3, verified_at = $4, pending_email = NULL, pending_email_until = NULL
         WHERE user_id = $1 AND disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM accounts o WHERE o.email_key = $3 AND o.user_id <> $1)",
        user,
        email.text.as_str(),
        email.key.as_str(),
        now,
    )?;
    Ok(changed > 0)
}

/// Marks an account's address as confirmed; returns false if it has another address by now.
pub async fn set_verified(conn: &mut Conn, user: UserId, email_key: &str, now: Timestamp) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET verified_at = $3 WHERE user_id = $1 AND email_key = $2 AND disabled_at IS NULL",
        user,
        email_key,
        now,
    )?;
    Ok(changed > 0)
}

pub async fn set_pending_email(conn: &mut Conn, user: UserId, email: &str, until: Timestamp) -> Result<(), DbError> {
    execute!(conn, "UPDATE accounts SET pending_email = $2, pending_email_until = $3 WHERE user_id = $1", user, email, until,)?;
    Ok(())
}

/// Returns false if no address was pending.
pub async fn clear_pending_email(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET pending_email = NULL, pending_email_until = NULL WHERE user_id = $1 AND pending_email IS NOT NULL",
        user,
    )?;
    Ok(changed > 0)
}

pub async fn clear_expired_pending_emails(conn: &mut Conn, now: Timestamp) -> Result<(), DbError> {
    execute!(conn, "UPDATE accounts SET pending_email = NULL, pending_email_until = NULL WHERE pending_email_until <= $1", now,)?;
    Ok(())
}

/// Reserves a name for an address; returns false if it is reserved for another.
pub async fn reserve_name(
    conn: &mut Conn,
    username: &str,
    email_key: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, DbError> {
    let kept = execute!(
        conn,
        "INSERT INTO reserved_names (username, email_key, expires_at) VALUES ($1, $2, $4)
         ON CONFLICT (username) DO UPDATE SET email_key = excluded.email_key, expires_at = excluded.expires_at
         WHERE reserved_names.expires_at <= $3 OR reserved_names.email_key = excluded.email_key",
        username,
        email_key,
        now,
        until,
    )?;
    Ok(kept > 0)
}

pub async fn is_reserved(conn: &mut Conn, username: &str, now: Timestamp) -> Result<bool, DbError> {
    let found: Option<(String,)> =
        fetch_optional!(conn, "SELECT username FROM reserved_names WHERE username = $1 AND expires_at > $2", username, now,)?;
    Ok(found.is_some())
}

pub async fn delete_reserved_names(conn: &mut Conn, email_key: &str, expired: Timestamp) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM reserved_names WHERE email_key = $1 OR expires_at <= $2", email_key, expired)?;
    Ok(())
}

/// Stores the public profile of a user; returns false if the name is taken.
pub async fn update(conn: &mut Conn, user: &cache::User) -> Result<bool, DbError> {
    let status = user.custom_status.as_ref();
    let changed = execute!(
        conn,
        "UPDATE users SET username = $2, display_name = $3, avatar = $4, custom_status = $5, custom_status_at = $6,
             custom_status_until = $7
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.username = $2 AND other.id <> $1)",
        user.id,
        user.username.as_str(),
        user.display_name.as_deref(),
        user.avatar.as_deref(),
        status.map(|status| status.text.as_str()),
        status.map(|status| status.since),
        status.and_then(|status| status.until),
    )?;
    Ok(changed > 0)
}

/// Returns whether it changed.
pub async fn update_locale(conn: &mut Conn, user: UserId, locale: &str) -> Result<bool, DbError> {
    let changed = execute!(conn, "UPDATE accounts SET locale = $2 WHERE user_id = $1 AND locale <> $2", user, locale)?;
    Ok(changed > 0)
}

/// The profile text and custom status of a user; empty for an anonymised one.
pub async fn bio(conn: &mut Conn, user: UserId) -> Result<String, DbError> {
    let found: Option<(String,)> = fetch_optional!(conn, "SELECT bio FROM users WHERE id = $1", user)?;
    Ok(found.map(|(bio,)| bio).unwrap_or_default())
}

pub async fn created_at(conn: &mut Conn, user: UserId) -> Result<Option<Timestamp>, DbError> {
    let found: Option<(Timestamp,)> = fetch_optional!(conn, "SELECT created_at FROM users WHERE id = $1", user)?;
    Ok(found.map(|(at,)| at))
}

/// Returns whether it changed.
pub async fn update_bio(conn: &mut Conn, user: UserId, bio: &str) -> Result<bool, DbError> {
    let changed = execute!(conn, "UPDATE users SET bio = $2 WHERE id = $1 AND bio <> $2", user, bio)?;
    Ok(changed > 0)
}

/// Removes all personal data from the user.
pub async fn anonymise(conn: &mut Conn, anonymous: &cache::User) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE users
         SET username = $2, display_name = NULL, avatar = NULL, bio = '', custom_status = NULL, custom_status_at = NULL,
             custom_status_until = NULL
         WHERE id = $1",
        anonymous.id,
        anonymous.username.as_str(),
    )?;
    Ok(())
}
