//! SQL of the second factor.

use crate::{
    db::{Conn, Failure, execute, fetch_optional},
    kernel::UserId,
};

/// The salt of the second factor, if it is on.
pub async fn totp(conn: &mut Conn, user: UserId) -> Result<Option<Vec<u8>>, Failure> {
    let found: Option<(Vec<u8>,)> =
        fetch_optional!(conn, "SELECT totp_salt FROM accounts WHERE user_id = $1 AND totp_salt IS NOT NULL", user)?;
    Ok(found.map(|(salt,)| salt))
}

/// The salt of a second factor that waits for its first code.
pub async fn pending_totp(conn: &mut Conn, user: UserId) -> Result<Option<Vec<u8>>, Failure> {
    let found: Option<(Vec<u8>,)> = fetch_optional!(
        conn,
        "SELECT totp_pending_salt FROM accounts
         WHERE user_id = $1 AND totp_pending_salt IS NOT NULL AND totp_salt IS NULL",
        user,
    )?;
    Ok(found.map(|(salt,)| salt))
}

/// Yields false if the second factor is on.
pub async fn begin_totp(conn: &mut Conn, user: UserId, salt: &[u8]) -> Result<bool, Failure> {
    let changed =
        execute!(conn, "UPDATE accounts SET totp_pending_salt = $2 WHERE user_id = $1 AND totp_salt IS NULL", user, salt)?;
    Ok(changed > 0)
}

/// The code of `step` has been used by this.
pub async fn enable_totp(conn: &mut Conn, user: UserId, step: i64) -> Result<(), Failure> {
    execute!(
        conn,
        "UPDATE accounts SET totp_salt = totp_pending_salt, totp_pending_salt = NULL, totp_last_step = $2 WHERE user_id = $1",
        user,
        step,
    )?;
    Ok(())
}

/// Yields false if it was off.
pub async fn disable_totp(conn: &mut Conn, user: UserId) -> Result<bool, Failure> {
    let changed = execute!(conn, "UPDATE accounts SET totp_salt = NULL WHERE user_id = $1 AND totp_salt IS NOT NULL", user)?;
    Ok(changed > 0)
}

/// Uses up a step; yields false if it or a later one was used before.
pub async fn spend_step(conn: &mut Conn, user: UserId, step: i64) -> Result<bool, Failure> {
    let changed = execute!(
        conn,
        "UPDATE accounts SET totp_last_step = $2 WHERE user_id = $1 AND totp_salt IS NOT NULL AND totp_last_step < $2",
        user,
        step,
    )?;
    Ok(changed > 0)
}

pub async fn insert_recovery_code(conn: &mut Conn, user: UserId, hash: &[u8]) -> Result<(), Failure> {
    execute!(conn, "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, hash)?;
    Ok(())
}

/// Uses up a recovery code; yields false for one that is unknown or was used before.
pub async fn spend_recovery_code(conn: &mut Conn, user: UserId, hash: &[u8]) -> Result<bool, Failure> {
    Ok(execute!(conn, "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2", user, hash)? > 0)
}

pub async fn delete_recovery_codes(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    Ok(())
}
