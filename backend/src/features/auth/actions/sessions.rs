//! The caller's sessions and account events.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ending::revoke, history::AccountEventKind};
use crate::{
    access::Caller,
    db::{Conn, DbError},
    features::auth::{rules, store},
    http::Error,
    kernel::{AccountEventId, SessionId, Timestamp, UserId},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// A session of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthSession {
    pub id: SessionId,
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

/// A stored session, active or ended, for an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedSession {
    pub id: SessionId,
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

/// The active sessions of the caller, most recently used first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, caller: Caller, now: Timestamp) -> Result<Vec<AuthSession>, DbError> {
    let rows = store::active(conn, caller.user, now, now.before(rules::IDLE)).await?;
    let shown = rows.into_iter().map(|row| AuthSession {
        id: row.id,
        current: row.id == caller.session_id,
        client: row.client,
        address: row.address,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at.min(row.last_used_at.after(rules::IDLE)),
    });
    Ok(shown.collect())
}

/// Ends a session of the caller.
///
/// # Errors
/// 404 / 10098 if it is not the caller's or has ended.
pub async fn end(state: &State, caller: Caller, session_id: SessionId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(end_in(uow, caller, session_id))).await
}

async fn end_in(uow: &mut UnitOfWork, caller: Caller, session_id: SessionId) -> Result<(), Error> {
    let owned = store::owner_of(uow.conn(), session_id).await? == Some(caller.user);
    if !owned || revoke(uow, session_id).await?.is_none() {
        return Err(rules::unknown_session().into());
    }
    security_event!("session_ended", user = %caller.user, %session_id, "session ended");
    Ok(())
}

/// All stored sessions of a user, by id.
///
/// # Errors
/// When the database fails.
pub async fn exported(conn: &mut Conn, user: UserId) -> Result<Vec<ExportedSession>, DbError> {
    let rows = store::exported_sessions(conn, user).await?;
    let shown = rows.into_iter().map(|row| ExportedSession {
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

/// The events of the caller's account, newest first.
///
/// # Errors
/// When the database fails.
pub async fn events(conn: &mut Conn, caller: Caller) -> Result<Vec<AccountEvent>, DbError> {
    older_events(conn, caller.user, AccountEventId::new(i64::MAX)).await
}

/// A page of account events before a given one, newest first.
///
/// # Errors
/// When the database fails.
pub async fn older_events(conn: &mut Conn, user: UserId, before: AccountEventId) -> Result<Vec<AccountEvent>, DbError> {
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
