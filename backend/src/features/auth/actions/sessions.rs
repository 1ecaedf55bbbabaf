//! The caller's log-ins and what happened to the account.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ending::revoke, history::AccountEventKind};
use crate::{
    access::Caller,
    db::{Conn, Failure},
    features::auth::{rules, store},
    http::Error,
    kernel::{AccountEventId, LoginId, Refusal, Timestamp, UserId},
    observe::security_event,
    state::State,
    work::Work,
};

/// A session of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LoginSession {
    pub id: LoginId,
    /// Whether this is the session of the request.
    pub current: bool,
    /// The name of the client.
    #[schema(examples("Mozilla/5.0 (X11; Linux x86_64) Firefox/151.0"))]
    pub client: String,
    /// The network from which the session was last used.
    #[schema(examples("203.0.113.0/24"))]
    pub address: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// When the session expires at the latest.
    pub expires_at: Timestamp,
}

/// A log-in as it is kept, ended or not, for an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptLogin {
    pub id: LoginId,
    pub client: String,
    pub address: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub authenticated_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// An event in the history of the caller's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountEvent {
    pub id: AccountEventId,
    pub kind: AccountEventKind,
    /// The client that caused it.
    pub client: String,
    #[schema(examples("203.0.113.0/24"))]
    pub address: String,
    pub created_at: Timestamp,
}

/// The living log-ins of the caller, the one used last first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, caller: Caller, now: Timestamp) -> Result<Vec<LoginSession>, Failure> {
    let rows = store::living(conn, caller.user, now, now.before(rules::IDLE)).await?;
    let shown = rows.into_iter().map(|row| LoginSession {
        id: row.id,
        current: row.id == caller.login,
        client: row.client,
        address: row.address,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at.min(row.last_used_at.after(rules::IDLE)),
    });
    Ok(shown.collect())
}

/// Ends one log-in of the caller's.
///
/// # Errors
/// 404 / 10098 for one that is not theirs or has ended.
pub async fn end(state: &State, caller: Caller, login: LoginId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(end_in(work, caller, login))).await
}

async fn end_in(work: &mut Work, caller: Caller, login: LoginId) -> Result<(), Error> {
    let owned = store::owner_of(work.conn(), login).await? == Some(caller.user);
    if !owned || revoke(work, login).await?.is_none() {
        return Err(Refusal::unknown_session().into());
    }
    security_event!("login_ended", user = %caller.user, %login, "ended a log-in");
    Ok(())
}

/// Every log-in that is kept of a user, by id.
///
/// # Errors
/// When the database fails.
pub async fn kept(conn: &mut Conn, user: UserId) -> Result<Vec<KeptLogin>, Failure> {
    let rows = store::kept_logins(conn, user).await?;
    let shown = rows.into_iter().map(|row| KeptLogin {
        id: row.id,
        client: row.client,
        address: row.address,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        authenticated_at: row.authenticated_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    });
    Ok(shown.collect())
}

/// What happened to the caller's account, newest first.
///
/// # Errors
/// When the database fails.
pub async fn events(conn: &mut Conn, caller: Caller) -> Result<Vec<AccountEvent>, Failure> {
    older_events(conn, caller.user, AccountEventId::new(i64::MAX)).await
}

/// A page of what happened to an account before an event, newest first.
///
/// # Errors
/// When the database fails.
pub async fn older_events(conn: &mut Conn, user: UserId, before: AccountEventId) -> Result<Vec<AccountEvent>, Failure> {
    let rows = store::events(conn, user, before).await?;
    let shown = rows.into_iter().filter_map(|row| {
        Some(AccountEvent {
            id: row.id,
            kind: AccountEventKind::named(&row.kind)?,
            client: row.client,
            address: row.address,
            created_at: row.created_at,
        })
    });
    Ok(shown.collect())
}
