//! Facts about a caller that only the database has: operator rights, and the last password check.

use std::time::Duration;

use super::Caller;
use crate::{
    db::{Conn, DbError, fetch_optional},
    http::Error,
    kernel::{ApiError, SessionId, Timestamp, UserId},
};

/// Time after a password check in which sensitive actions are allowed.
const FRESH: Duration = Duration::from_mins(5);

/// Whether a user is an operator.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_operator(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(
        conn,
        "SELECT user_id FROM accounts WHERE user_id = $1 AND operator = true AND disabled_at IS NULL",
        user,
    )?;
    Ok(found.is_some())
}

/// Refuses a caller whose session has not shown its password within the last five minutes.
///
/// # Errors
/// 403 / 200001.
pub async fn require_fresh(conn: &mut Conn, caller: Caller, now: Timestamp) -> Result<(), Error> {
    let shown = authenticated_at(conn, caller.session_id).await?;
    if shown.is_some_and(|shown| now.distance(shown) <= FRESH) {
        Ok(())
    } else {
        Err(ApiError::reauthentication_required().into())
    }
}

async fn authenticated_at(conn: &mut Conn, session_id: SessionId) -> Result<Option<Timestamp>, DbError> {
    let found: Option<(Timestamp,)> =
        fetch_optional!(conn, "SELECT authenticated_at FROM logins WHERE id = $1 AND revoked_at IS NULL", session_id)?;
    Ok(found.map(|(at,)| at))
}
