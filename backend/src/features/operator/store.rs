//! SQL of settings, and of accounts as seen and changed by operators.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_optional},
    kernel::{Timestamp, UserId},
};

/// The registration setting.
pub const REGISTRATION: &str = "registration";

/// An account, as shown to operators.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AccountRow {
    pub user_id: UserId,
    pub email: String,
    pub operator: bool,
    pub verified_at: Option<Timestamp>,
    pub disabled_at: Option<Timestamp>,
    pub mfa_enabled: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
}

impl AccountRow {
    pub fn can_operate(&self) -> bool {
        self.operator && self.disabled_at.is_none()
    }
}

pub async fn put_setting(conn: &mut Conn, name: &str, value: &str) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )?;
    Ok(())
}

/// Whether another operator can sign in.
pub async fn has_other_operator(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(
        conn,
        "SELECT user_id FROM accounts WHERE user_id <> $1 AND operator = true AND disabled_at IS NULL LIMIT 1",
        user,
    )?;
    Ok(found.is_some())
}

pub async fn has_other_account(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT user_id FROM accounts WHERE user_id <> $1 LIMIT 1", user)?;
    Ok(found.is_some())
}

pub async fn account(conn: &mut Conn, user: UserId) -> Result<Option<AccountRow>, DbError> {
    fetch_optional!(
        conn,
        "SELECT a.user_id, a.email, a.operator, a.verified_at, a.disabled_at, a.totp_salt IS NOT NULL AS mfa_enabled,
                u.created_at, (SELECT max(l.last_used_at) FROM logins l WHERE l.user_id = a.user_id) AS last_seen_at
         FROM accounts a JOIN users u ON u.id = a.user_id WHERE a.user_id = $1",
        user,
    )
}

/// An account, as searched for.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AddressRow {
    pub user_id: UserId,
    pub email: String,
}

/// Up to `limit` accounts with ids above `after`, by id.
pub async fn addresses_after(conn: &mut Conn, after: UserId, limit: i64) -> Result<Vec<AddressRow>, DbError> {
    fetch_all!(conn, "SELECT user_id, email FROM accounts WHERE user_id > $1 ORDER BY user_id LIMIT $2", after, limit,)
}

pub async fn set_operator(conn: &mut Conn, user: UserId, operator: bool) -> Result<(), DbError> {
    execute!(conn, "UPDATE accounts SET operator = $2 WHERE user_id = $1", user, operator)?;
    Ok(())
}

pub async fn set_disabled(conn: &mut Conn, user: UserId, since: Option<Timestamp>) -> Result<(), DbError> {
    execute!(conn, "UPDATE accounts SET disabled_at = $2 WHERE user_id = $1", user, since)?;
    Ok(())
}
