//! Ending sessions: signing out, on one device or on all, and expiry.

use std::sync::Arc;

use super::{
    everything,
    fresh::require_fresh,
    history::{self, AccountEventKind},
    waiting,
};
use crate::{
    access::Caller,
    cache::SessionChange,
    db::DbError,
    features::{
        auth::{
            requests::SignOutEverywhereRequest,
            rules::{self, Client},
            store, tokens,
        },
        push,
    },
    http::Error,
    kernel::{ApiError, Secret, SessionId, UserId, limits},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// Revokes a session with its refresh and access tokens, and closes its connections. Returns its user, or `None` if it had ended
/// before.
pub(super) async fn revoke(uow: &mut UnitOfWork, session_id: SessionId) -> Result<Option<UserId>, DbError> {
    let now = uow.now();
    let user = store::revoke(uow.conn(), session_id, now).await?;
    if let Some(user) = user {
        push::actions::end(uow, user, session_id).await?;
        uow.apply(SessionChange::Revoked(session_id, uow.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
    }
    Ok(user)
}

/// Revokes all sessions of a user except `keep`. Returns how many were revoked.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all(uow: &mut UnitOfWork, user: UserId, keep: Option<SessionId>) -> Result<u64, DbError> {
    let (now, mut ended) = (uow.now(), 0);
    for session_id in store::revoke_all(uow.conn(), user, keep.unwrap_or(SessionId::new(0)), now).await? {
        push::actions::end(uow, user, session_id).await?;
        uow.apply(SessionChange::Revoked(session_id, uow.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
        ended += 1;
    }
    Ok(ended)
}

/// Revokes all sessions of an account that is being deleted, and removes their clients and networks. The rows remain until their
/// access tokens have expired.
///
/// # Errors
/// When the database fails.
pub async fn erase(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    revoke_all(uow, user, None).await?;
    store::blank_sessions(uow.conn(), user).await?;
    store::delete_recovery_codes(uow.conn(), user).await?;
    store::delete_events_of(uow.conn(), user).await
}

/// Signs out: revokes the session of the refresh token, or of the access token if there is no refresh token. A session that has
/// ended is no error.
///
/// # Errors
/// 401 without either token.
pub async fn log_out(state: &State, token: Option<Secret>, caller: Option<Caller>) -> Result<(), Error> {
    if token.is_none() && caller.is_none() {
        return Err(ApiError::unauthorized().into());
    }
    let shown = match &token {
        Some(token) => waiting::waiting(state, token).map(|opened| opened.session_id),
        None => caller.map(|caller| caller.session_id),
    };
    let waiting_session = shown.filter(|session_id| state.waiting_sessions.remove(*session_id));
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            if let Some(session_id) = waiting_session {
                waiting::end(uow, session_id);
            }
            let session_id = match token {
                Some(token) => store::session_of(uow.conn(), &tokens::hash(&token)).await?,
                None => caller.map(|caller| caller.session_id),
            };
            if let Some(session_id) = session_id
                && revoke(uow, session_id).await?.is_some()
            {
                security_event!("logout", %session_id, "signed out");
            }
            Ok::<_, Error>(())
        })
    });
    job.await
}

/// Signs out on all devices, or on all others; with `everything`, revokes other access as well.
///
/// # Errors
/// With `everything`, 403 / 200001 without a recent password check.
pub async fn log_out_all(state: &State, caller: Caller, request: SignOutEverywhereRequest, client: Client) -> Result<(), Error> {
    let client = Arc::new(client);
    loop {
        let client = Arc::clone(&client);
        let job = state.writer.run_write(move |uow| Box::pin(async move { log_out_step(uow, caller, request, &client).await }));
        if !job.await? {
            return Ok(());
        }
    }
}

/// Sessions are revoked last, so that a client can retry after an error. Returns whether there is more to revoke first.
async fn log_out_step(
    uow: &mut UnitOfWork,
    caller: Caller,
    request: SignOutEverywhereRequest,
    client: &Client,
) -> Result<bool, Error> {
    let SignOutEverywhereRequest { keep_current, everything } = request;
    if everything {
        let now = uow.now();
        require_fresh(uow.conn(), caller, now).await?;
        if everything::end_some(uow, caller.user, client).await? {
            return Ok(true);
        }
    }
    let ended = revoke_all(uow, caller.user, keep_current.then_some(caller.session_id)).await?;
    history::note(uow, caller.user, AccountEventKind::LogoutAll, client).await?;
    tracing::info!(user = %caller.user, ended, "all sessions ended");
    Ok(false)
}

/// Deletes some sessions whose tokens have all expired, and some old account events. Runs periodically, until it returns that
/// nothing is left.
///
/// # Errors
/// When the database fails.
pub async fn forget_ended(uow: &mut UnitOfWork) -> Result<bool, DbError> {
    let now = uow.now();
    let safely = now.before(limits::ACCESS_TOKEN_LIFETIME.max(rules::GRACE) * 2);
    let events_left = history::forget_old(uow).await?;
    let ended = store::ended(uow.conn(), safely, safely.before(rules::IDLE), safely).await?;
    for session_id in &ended {
        if store::delete_some_of(uow.conn(), *session_id).await? {
            return Ok(true);
        }
    }
    Ok(events_left || !ended.is_empty())
}

/// Deletes some refresh tokens of a deleted account. Returns whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some_tokens(uow: &mut UnitOfWork, user: UserId) -> Result<bool, DbError> {
    store::delete_some_tokens(uow.conn(), user).await
}
