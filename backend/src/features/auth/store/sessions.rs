//! SQL of sessions and refresh tokens.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, fetch_all, fetch_optional},
    features::auth::rules::Client,
    kernel::{SessionId, Timestamp, UserId},
};

/// An active session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct ActiveSession {
    pub user_id: UserId,
    pub expires_at: Timestamp,
}

/// A spent refresh token, with its session.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SpentToken {
    pub login_id: SessionId,
    pub spent_at: Timestamp,
    pub client: String,
}

/// An active session, as shown to its owner.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SessionRow {
    pub id: SessionId,
    pub created_at: Timestamp,
    pub client: String,
    pub address: String,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A session with all its stored data.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ExportedSessionRow {
    pub id: SessionId,
    pub created_at: Timestamp,
    pub client: String,
    pub address: String,
    pub last_used_at: Timestamp,
    pub authenticated_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// Inserts a session. The password has just been checked.
pub async fn insert_session(
    conn: &mut Conn,
    (id, user): (SessionId, UserId),
    client: &Client,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO logins (id, user_id, client, address, created_at, last_used_at, authenticated_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $5, $6)",
        id,
        user,
        client.name.as_str(),
        client.address.as_str(),
        now,
        expires_at,
    )?;
    Ok(())
}

pub async fn insert_token(conn: &mut Conn, hash: &[u8], session_id: SessionId, now: Timestamp) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO refresh_tokens (token_hash, login_id, issued_at) VALUES ($1, $2, $3)", hash, session_id, now)?;
    Ok(())
}

/// Spends a token. Returns `None` if it is unknown or spent: of concurrent attempts, one succeeds.
pub async fn spend(conn: &mut Conn, hash: &[u8], now: Timestamp) -> Result<Option<SessionId>, DbError> {
    let spent: Option<(SessionId,)> = fetch_optional!(
        conn,
        "UPDATE refresh_tokens SET spent_at = $2 WHERE token_hash = $1 AND spent_at IS NULL RETURNING login_id",
        hash,
        now,
    )?;
    Ok(spent.map(|(session_id,)| session_id))
}

pub async fn spent(conn: &mut Conn, hash: &[u8]) -> Result<Option<SpentToken>, DbError> {
    fetch_optional!(
        conn,
        "SELECT t.login_id, t.spent_at, l.client FROM refresh_tokens t JOIN logins l ON l.id = t.login_id
         WHERE t.token_hash = $1 AND t.spent_at IS NOT NULL",
        hash,
    )
}

/// Whether the token is unspent.
pub async fn waits(conn: &mut Conn, hash: &[u8]) -> Result<bool, DbError> {
    let found: Option<(SessionId,)> =
        fetch_optional!(conn, "SELECT login_id FROM refresh_tokens WHERE token_hash = $1 AND spent_at IS NULL", hash)?;
    Ok(found.is_some())
}

/// Records the use of a session and its network. Returns `None` if the session has ended or was last used before `idle_since`, or
/// if its account is disabled.
pub async fn use_session(
    conn: &mut Conn,
    (session_id, address): (SessionId, &str),
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<ActiveSession>, DbError> {
    fetch_optional!(
        conn,
        "UPDATE logins SET last_used_at = $2, address = $4
         WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_used_at > $3
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = logins.user_id AND a.disabled_at IS NOT NULL)
         RETURNING user_id, expires_at",
        session_id,
        now,
        idle_since,
        address,
    )
}

/// The session of an unspent token, its user and its expiry; `None` where a refresh would fail.
pub async fn unspent(
    conn: &mut Conn,
    hash: &[u8],
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<(SessionId, UserId, Timestamp)>, DbError> {
    fetch_optional!(
        conn,
        "SELECT l.id, l.user_id, l.expires_at FROM refresh_tokens t JOIN logins l ON l.id = t.login_id
         WHERE t.token_hash = $1 AND t.spent_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > $2 AND l.last_used_at > $3
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = l.user_id AND a.disabled_at IS NOT NULL)",
        hash,
        now,
        idle_since,
    )
}

/// The session of a token, spent or not.
pub async fn session_of(conn: &mut Conn, hash: &[u8]) -> Result<Option<SessionId>, DbError> {
    let found: Option<(SessionId,)> = fetch_optional!(conn, "SELECT login_id FROM refresh_tokens WHERE token_hash = $1", hash)?;
    Ok(found.map(|(session_id,)| session_id))
}

/// Revokes a session; returns `None` if it was revoked before.
pub async fn revoke(conn: &mut Conn, session_id: SessionId, now: Timestamp) -> Result<Option<UserId>, DbError> {
    let revoked: Option<(UserId,)> = fetch_optional!(
        conn,
        "UPDATE logins SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING user_id",
        session_id,
        now
    )?;
    Ok(revoked.map(|(user,)| user))
}

/// Revokes all sessions of a user but one; returns those that were active.
pub async fn revoke_all(conn: &mut Conn, user: UserId, keep: SessionId, now: Timestamp) -> Result<Vec<SessionId>, DbError> {
    let revoked: Vec<(SessionId,)> = fetch_all!(
        conn,
        "UPDATE logins SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id",
        user,
        keep,
        now,
    )?;
    Ok(revoked.into_iter().map(|(session_id,)| session_id).collect())
}

pub async fn owner_of(conn: &mut Conn, session_id: SessionId) -> Result<Option<UserId>, DbError> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT user_id FROM logins WHERE id = $1", session_id)?;
    Ok(found.map(|(user,)| user))
}

/// The active sessions of a user, most recently used first.
pub async fn active(conn: &mut Conn, user: UserId, now: Timestamp, idle_since: Timestamp) -> Result<Vec<SessionRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT id, created_at, client, address, last_used_at, expires_at FROM logins
         WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_used_at > $3
         ORDER BY last_used_at DESC, id DESC",
        user,
        now,
        idle_since,
    )
}

/// All stored sessions of a user, newest first, up to a limit.
pub async fn exported_sessions(conn: &mut Conn, user: UserId) -> Result<Vec<ExportedSessionRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT id, created_at, client, address, last_used_at, authenticated_at, expires_at, revoked_at FROM logins
         WHERE user_id = $1 ORDER BY id DESC LIMIT 1000",
        user,
    )
}

/// Clears the networks and client names of a user's sessions.
pub async fn blank_sessions(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "UPDATE logins SET client = '', address = '' WHERE user_id = $1", user)?;
    Ok(())
}

/// Deletes some refresh tokens of a user; returns whether there may be more.
pub async fn delete_some_tokens(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM refresh_tokens WHERE token_hash IN
             (SELECT t.token_hash FROM logins l JOIN refresh_tokens t ON t.login_id = l.id WHERE l.user_id = $1 LIMIT 500)",
        user,
    )?;
    Ok(deleted == 500)
}

/// The active sessions of a user beyond the `most` that were used last.
pub async fn beyond(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
    most: usize,
) -> Result<Vec<SessionId>, DbError> {
    Ok(active(conn, user, now, idle_since).await?.into_iter().skip(most).map(|row| row.id).collect())
}

/// Whether the owner of an account has an active session from this network.
pub async fn is_known_network(conn: &mut Conn, email_key: &str, address: &str) -> Result<bool, DbError> {
    let found: Option<(SessionId,)> = fetch_optional!(
        conn,
        "SELECT l.id FROM logins l JOIN accounts a ON a.user_id = l.user_id
         WHERE a.email_key = $1 AND l.address = $2 AND l.revoked_at IS NULL LIMIT 1",
        email_key,
        address,
    )?;
    Ok(found.is_some())
}

pub async fn note_authenticated(conn: &mut Conn, session_id: SessionId, now: Timestamp) -> Result<(), DbError> {
    execute!(conn, "UPDATE logins SET authenticated_at = $2 WHERE id = $1", session_id, now)?;
    Ok(())
}

/// Sessions that expired, went idle or were revoked before the given times, up to 60.
pub async fn ended(
    conn: &mut Conn,
    expired_before: Timestamp,
    idle_since: Timestamp,
    revoked_before: Timestamp,
) -> Result<Vec<SessionId>, DbError> {
    let found: Vec<(SessionId,)> = fetch_all!(
        conn,
        "SELECT * FROM (SELECT id FROM logins WHERE expires_at < $1 ORDER BY expires_at LIMIT 20) AS expired
         UNION SELECT * FROM (SELECT id FROM logins WHERE last_used_at < $2 ORDER BY last_used_at LIMIT 20) AS idle
         UNION SELECT * FROM (SELECT id FROM logins WHERE revoked_at < $3 ORDER BY revoked_at LIMIT 20) AS revoked",
        expired_before,
        idle_since,
        revoked_before,
    )?;
    Ok(found.into_iter().map(|(session_id,)| session_id).collect())
}

/// Deletes a session with its tokens, or some of the tokens; returns whether there may be more.
pub async fn delete_some_of(conn: &mut Conn, session_id: SessionId) -> Result<bool, DbError> {
    let deleted = execute!(
        conn,
        "DELETE FROM refresh_tokens
         WHERE token_hash IN (SELECT token_hash FROM refresh_tokens WHERE login_id = $1 LIMIT 500)",
        session_id,
    )?;
    if deleted < 500 {
        execute!(conn, "DELETE FROM logins WHERE id = $1", session_id)?;
    }
    Ok(deleted == 500)
}
