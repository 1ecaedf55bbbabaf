//! SQL of log-ins and refresh tokens.

use sqlx::FromRow;

use crate::{
    db::{Conn, Failure, execute, fetch_all, fetch_optional},
    features::auth::rules::Client,
    kernel::{LoginId, Timestamp, UserId},
};

/// A log-in that lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct LivingLogin {
    pub user_id: UserId,
    pub expires_at: Timestamp,
}

/// A refresh token that was spent, with its log-in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SpentToken {
    pub login_id: LoginId,
    pub spent_at: Timestamp,
    pub client: String,
}

/// A log-in that lives, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LoginRow {
    pub id: LoginId,
    pub created_at: Timestamp,
    pub client: String,
    pub address: String,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A log-in with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeptLoginRow {
    pub id: LoginId,
    pub created_at: Timestamp,
    pub client: String,
    pub address: String,
    pub last_used_at: Timestamp,
    pub authenticated_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// Where a log-in begins. The password has just been shown.
pub async fn insert_login(
    conn: &mut Conn,
    (id, user): (LoginId, UserId),
    client: &Client,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Failure> {
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

pub async fn insert_token(conn: &mut Conn, hash: &[u8], login: LoginId, now: Timestamp) -> Result<(), Failure> {
    execute!(conn, "INSERT INTO refresh_tokens (token_hash, login_id, issued_at) VALUES ($1, $2, $3)", hash, login, now)?;
    Ok(())
}

/// Spends a token. Yields nothing for one that is unknown or was spent before: of many who try, one succeeds.
pub async fn spend(conn: &mut Conn, hash: &[u8], now: Timestamp) -> Result<Option<LoginId>, Failure> {
    let spent: Option<(LoginId,)> = fetch_optional!(
        conn,
        "UPDATE refresh_tokens SET spent_at = $2 WHERE token_hash = $1 AND spent_at IS NULL RETURNING login_id",
        hash,
        now,
    )?;
    Ok(spent.map(|(login,)| login))
}

pub async fn spent(conn: &mut Conn, hash: &[u8]) -> Result<Option<SpentToken>, Failure> {
    fetch_optional!(
        conn,
        "SELECT t.login_id, t.spent_at, l.client FROM refresh_tokens t JOIN logins l ON l.id = t.login_id
         WHERE t.token_hash = $1 AND t.spent_at IS NOT NULL",
        hash,
    )
}

/// Whether the token waits to be spent.
pub async fn waits(conn: &mut Conn, hash: &[u8]) -> Result<bool, Failure> {
    let found: Option<(LoginId,)> =
        fetch_optional!(conn, "SELECT login_id FROM refresh_tokens WHERE token_hash = $1 AND spent_at IS NULL", hash)?;
    Ok(found.is_some())
}

/// Notes that a log-in is used, and from where. Yields nothing if it has ended, was last used before `idle_since`, or its account is disabled.
pub async fn use_login(
    conn: &mut Conn,
    (login, address): (LoginId, &str),
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<LivingLogin>, Failure> {
    fetch_optional!(
        conn,
        "UPDATE logins SET last_used_at = $2, address = $4
         WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_used_at > $3
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = logins.user_id AND a.disabled_at IS NOT NULL)
         RETURNING user_id, expires_at",
        login,
        now,
        idle_since,
        address,
    )
}

/// The log-in of a token that is not spent, its user and its end. Nothing where a refresh would yield nothing.
pub async fn unspent(
    conn: &mut Conn,
    hash: &[u8],
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<(LoginId, UserId, Timestamp)>, Failure> {
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

/// The log-in that a token belongs to, spent or not.
pub async fn login_of(conn: &mut Conn, hash: &[u8]) -> Result<Option<LoginId>, Failure> {
    let found: Option<(LoginId,)> = fetch_optional!(conn, "SELECT login_id FROM refresh_tokens WHERE token_hash = $1", hash)?;
    Ok(found.map(|(login,)| login))
}

/// Ends a log-in; yields nothing if it was revoked before.
pub async fn revoke(conn: &mut Conn, login: LoginId, now: Timestamp) -> Result<Option<UserId>, Failure> {
    let revoked: Option<(UserId,)> = fetch_optional!(
        conn,
        "UPDATE logins SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING user_id",
        login,
        now
    )?;
    Ok(revoked.map(|(user,)| user))
}

/// Ends all log-ins of a user but one; yields those that were alive.
pub async fn revoke_all(conn: &mut Conn, user: UserId, keep: LoginId, now: Timestamp) -> Result<Vec<LoginId>, Failure> {
    let revoked: Vec<(LoginId,)> = fetch_all!(
        conn,
        "UPDATE logins SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id",
        user,
        keep,
        now,
    )?;
    Ok(revoked.into_iter().map(|(login,)| login).collect())
}

pub async fn owner_of(conn: &mut Conn, login: LoginId) -> Result<Option<UserId>, Failure> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT user_id FROM logins WHERE id = $1", login)?;
    Ok(found.map(|(user,)| user))
}

/// The log-ins of a user that live, the one used last first.
pub async fn living(conn: &mut Conn, user: UserId, now: Timestamp, idle_since: Timestamp) -> Result<Vec<LoginRow>, Failure> {
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

/// All log-ins of a user that are not forgotten yet; of very many, those that began last.
pub async fn kept_logins(conn: &mut Conn, user: UserId) -> Result<Vec<KeptLoginRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT id, created_at, client, address, last_used_at, authenticated_at, expires_at, revoked_at FROM logins
         WHERE user_id = $1 ORDER BY id DESC LIMIT 1000",
        user,
    )
}

/// Forgets from where and with what a user logged in.
pub async fn blank_logins(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "UPDATE logins SET client = '', address = '' WHERE user_id = $1", user)?;
    Ok(())
}

/// Deletes some refresh tokens of a user; yields whether there may be more.
pub async fn delete_some_tokens(conn: &mut Conn, user: UserId) -> Result<bool, Failure> {
    let deleted = execute!(
        conn,
        "DELETE FROM refresh_tokens WHERE token_hash IN
             (SELECT t.token_hash FROM logins l JOIN refresh_tokens t ON t.login_id = l.id WHERE l.user_id = $1 LIMIT 500)",
        user,
    )?;
    Ok(deleted == 500)
}

/// The living log-ins of a user beyond the `most` that were used last.
pub async fn beyond(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
    most: usize,
) -> Result<Vec<LoginId>, Failure> {
    Ok(living(conn, user, now, idle_since).await?.into_iter().skip(most).map(|row| row.id).collect())
}

/// Whether the owner of an account is logged in from this network.
pub async fn is_known_network(conn: &mut Conn, email_key: &str, address: &str) -> Result<bool, Failure> {
    let found: Option<(LoginId,)> = fetch_optional!(
        conn,
        "SELECT l.id FROM logins l JOIN accounts a ON a.user_id = l.user_id
         WHERE a.email_key = $1 AND l.address = $2 AND l.revoked_at IS NULL LIMIT 1",
        email_key,
        address,
    )?;
    Ok(found.is_some())
}

pub async fn note_authenticated(conn: &mut Conn, login: LoginId, now: Timestamp) -> Result<(), Failure> {
    execute!(conn, "UPDATE logins SET authenticated_at = $2 WHERE id = $1", login, now)?;
    Ok(())
}

/// Log-ins that expired, went idle or were revoked before the given times, up to 60.
pub async fn ended(
    conn: &mut Conn,
    expired_before: Timestamp,
    idle_since: Timestamp,
    revoked_before: Timestamp,
) -> Result<Vec<LoginId>, Failure> {
    let found: Vec<(LoginId,)> = fetch_all!(
        conn,
        "SELECT * FROM (SELECT id FROM logins WHERE expires_at < $1 ORDER BY expires_at LIMIT 20) AS expired
         UNION SELECT * FROM (SELECT id FROM logins WHERE last_used_at < $2 ORDER BY last_used_at LIMIT 20) AS idle
         UNION SELECT * FROM (SELECT id FROM logins WHERE revoked_at < $3 ORDER BY revoked_at LIMIT 20) AS revoked",
        expired_before,
        idle_since,
        revoked_before,
    )?;
    Ok(found.into_iter().map(|(login,)| login).collect())
}

/// Deletes a log-in with its tokens, or some of the tokens; yields whether there may be more.
pub async fn delete_some_of(conn: &mut Conn, login: LoginId) -> Result<bool, Failure> {
    let deleted = execute!(
        conn,
        "DELETE FROM refresh_tokens
         WHERE token_hash IN (SELECT token_hash FROM refresh_tokens WHERE login_id = $1 LIMIT 500)",
        login,
    )?;
    if deleted < 500 {
        execute!(conn, "DELETE FROM logins WHERE id = $1", login)?;
    }
    Ok(deleted == 500)
}
