//! SQL of the second factor.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_one, fetch_optional},
    features::auth::second_factor::Stored,
    kernel::UserId,
};

/// An enabled second factor, with its user.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TotpRow {
    pub user_id: UserId,
    #[sqlx(flatten)]
    pub stored: Stored,
}

/// The second factor, if it is enabled.
pub async fn totp(conn: &mut Conn, user: UserId) -> Result<Option<Stored>, DbError> {
    fetch_optional!(
        conn,
        "SELECT totp_salt AS salt, totp_key_id AS key_id, totp_mask AS mask FROM accounts
         WHERE user_id = $1 AND totp_salt IS NOT NULL",
        user,
    )
}

/// Up to `limit` second factors that belong to this key, of users above `after`, by user.
pub async fn totp_of_key(conn: &mut Conn, key_id: &[u8], after: UserId, limit: i64) -> Result<Vec<TotpRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT user_id, totp_salt AS salt, totp_key_id AS key_id, totp_mask AS mask FROM accounts
         WHERE totp_salt IS NOT NULL AND totp_key_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3",
        key_id,
        after,
        limit,
    )
}

/// Number of second factors that belong to neither of these keys.
pub async fn count_totp_of_others(conn: &mut Conn, current: &[u8], previous: &[u8]) -> Result<i64, DbError> {
    let (count,): (i64,) = fetch_one!(
        conn,
        "SELECT count(*) FROM accounts
         WHERE totp_salt IS NOT NULL AND totp_key_id IS NOT NULL AND totp_key_id <> $1 AND totp_key_id <> $2",
        current,
        previous,
    )?;
    Ok(count)
}

/// Binds a second factor to another key.
pub async fn set_totp_key(conn: &mut Conn, user: UserId, key_id: &[u8], mask: &[u8]) -> Result<(), DbError> {
    execute!(conn, "UPDATE accounts SET totp_key_id = $2, totp_mask = $3 WHERE user_id = $1", user, key_id, mask)?;
    Ok(())
}

/// The salt of a second factor that is not enabled yet.
pub async fn pending_totp(conn: &mut Conn, user: UserId) -> Result<Option<Vec<u8>>, DbError> {
    let found: Option<(Vec<u8>,)> = fetch_optional!(
        conn,
        "SELECT totp_pending_salt FROM accounts
         WHERE user_id = $1 AND totp_pending_salt IS NOT NULL AND totp_salt IS NULL",
        user,
    )?;
    Ok(found.map(|(salt,)| salt))
}

/// Returns false if the second factor is enabled.
pub async fn begin_totp(conn: &mut Conn, user: UserId, salt: &[u8]) -> Result<bool, DbError> {
    let changed =
        execute!(conn, "UPDATE accounts SET totp_pending_salt = $2 WHERE user_id = $1 AND totp_salt IS NULL", user, salt)?;
    Ok(changed > 0)
}

/// The code of `step` is used up with this.
pub async fn enable_totp(conn: &mut Conn, user: UserId, step: i64, key_id: &[u8]) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE accounts SET totp_salt = totp_pending_salt, totp_pending_salt = NULL, totp_last_step = $2, totp_key_id = $3,
             totp_mask = NULL
         WHERE user_id = $1",
        user,
        step,
        key_id,
    )?;
    Ok(())
}

/// Returns false if it was not enabled.
pub async fn disable_totp(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let changed = execute!(conn, "UPDATE accounts SET totp_salt = NULL WHERE user_id = $1 AND totp_salt IS NOT NULL", user)?;
    Ok(changed > 0)
}

/// Uses up a step; returns false if it or a later one was used before. Codes that are valid at the same time are at most two
/// steps apart: a step used beyond that was used while the clock was ahead.
pub async fn spend_step(conn: &mut Conn, user: UserId, step: i64) -> Result<bool, DbError> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET totp_last_step = $2
         WHERE user_id = $1 AND totp_salt IS NOT NULL AND (totp_last_step < $2 OR totp_last_step > $2 + 2)",
        user,
        step,
    )?;
    Ok(changed > 0)
}

/// Whether the step was used up.
pub async fn may_spend_step(conn: &mut Conn, user: UserId, step: i64) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(
        conn,
        "SELECT user_id FROM accounts
         WHERE user_id = $1 AND totp_salt IS NOT NULL AND (totp_last_step < $2 OR totp_last_step > $2 + 2)",
        user,
        step,
    )?;
    Ok(found.is_some())
}

pub async fn insert_recovery_code(conn: &mut Conn, user: UserId, hash: &[u8]) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, hash)?;
    Ok(())
}

/// Uses up a recovery code; returns false for one that is unknown or used.
pub async fn spend_recovery_code(conn: &mut Conn, user: UserId, hash: &[u8]) -> Result<bool, DbError> {
    Ok(execute!(conn, "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2", user, hash)? > 0)
}

pub async fn delete_recovery_codes(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    Ok(())
}
