//! Refresh token rotation.

use super::{
    Opened, SignedIn,
    ending::revoke,
    history::{self, AccountEventKind},
    signed_in, waiting, without_room,
};
use crate::{
    db::DbError,
    features::auth::{
        rules::{self, Client, Reuse, Verdict},
        store, tokens,
    },
    http::{Error, rate_limits::Taken},
    kernel::{ApiError, Secret, SessionId},
    state::State,
    writer::UnitOfWork,
};

/// The outcome of a refresh.
#[derive(Debug)]
pub enum Refreshed {
    Done(Box<SignedIn>),
    /// The token is unknown or its session has ended. It will never be valid again.
    Dead,
    /// The token and its successor were both spent within the grace period. The client may already hold the current one.
    Superseded,
    /// The rate limit of the session is exceeded.
    TooOften(Taken),
}

/// The result of the write job of a refresh.
enum Rotated {
    Next(Opened),
    Dead,
    Superseded,
    Reused(SessionId),
}

/// Spends a refresh token and returns its successor.
///
/// # Errors
/// Only for internal errors.
pub async fn refresh(state: &State, token: Secret, client: Client) -> Result<Refreshed, Error> {
    let taken = count(state, &token).await?;
    if let Some(taken) = taken.filter(|taken| taken.retry_after_s.is_some()) {
        return Ok(Refreshed::TooOften(taken));
    }
    if let Some(opened) = waiting::waiting(state, &token) {
        return Ok(Refreshed::Done(Box::new(signed_in(state, opened).await?)));
    }
    let same = token.clone();
    let nexts = state.config.keys().all().map(|key| tokens::next(key, &token)).collect();
    let exchange = Exchange { token, client, nexts };
    let rotated = match state.writer.run_write(move |uow| Box::pin(rotate(uow, exchange))).await {
        Err(error) if without_room::is_want_of_room(&error) => match without_room::unspent(state, same).await? {
            Some(opened) => Rotated::Next(opened),
            None if taken.is_none() => Rotated::Dead,
            None => return Err(error),
        },
        rotated => rotated?,
    };
    match rotated {
        Rotated::Next(opened) => Ok(Refreshed::Done(Box::new(signed_in(state, opened).await?))),
        Rotated::Dead => Ok(Refreshed::Dead),
        Rotated::Superseded => Ok(Refreshed::Superseded),
        Rotated::Reused(session_id) => {
            tracing::warn!(%session_id, "a consumed refresh token was used again; its session is revoked");
            Ok(Refreshed::Dead)
        }
    }
}

/// Counts the refresh against the rate limit of the token's session, spent or not.
async fn count(state: &State, token: &Secret) -> Result<Option<Taken>, DbError> {
    let mut conn = state.db.read_first().await?;
    let session_id = store::session_of(&mut conn, &tokens::hash(token)).await?;
    Ok(session_id.map(|session_id| state.limiter.take(rules::REFRESH, session_id)))
}

/// Rotates a token.
struct Exchange {
    token: Secret,
    client: Client,
    /// Derived with the current key; with the previous key for repeated responses from before it was replaced.
    nexts: Vec<Secret>,
}

/// API errors are returned as values, so that what the job stored, such as a revocation, is committed.
async fn rotate(uow: &mut UnitOfWork, exchange: Exchange) -> Result<Rotated, Error> {
    let now = uow.now();
    let hash = tokens::hash(&exchange.token);
    let newest = exchange.nexts.first().cloned().ok_or_else(ApiError::internal)?;
    if let Some(session_id) = store::spend(uow.conn(), &hash, now).await? {
        let next_hash = tokens::hash(&newest);
        let rotated = go_on(uow, session_id, newest, &exchange.client).await?;
        if matches!(rotated, Rotated::Next(_)) {
            store::insert_token(uow.conn(), &next_hash, session_id, now).await?;
        }
        return Ok(rotated);
    }
    let Some(spent) = store::spent(uow.conn(), &hash).await? else { return Ok(Rotated::Dead) };
    let successor = waiting(uow, exchange.nexts).await?;
    let verdict = rules::judge(Reuse {
        since_spent: now.distance(spent.spent_at),
        same_client: spent.client == exchange.client.name,
        successor_waits: successor.is_some(),
    });
    match (verdict, successor) {
        (Verdict::Repeat, Some(next)) => Ok(go_on(uow, spent.login_id, next, &exchange.client).await?),
        (Verdict::Repeat | Verdict::Refuse, _) => Ok(Rotated::Superseded),
        (Verdict::Revoke, _) => accuse(uow, spent.login_id, &exchange.client).await,
    }
}

/// Which of these tokens is unspent.
async fn waiting(uow: &mut UnitOfWork, tokens: Vec<Secret>) -> Result<Option<Secret>, DbError> {
    for token in tokens {
        if store::waits(uow.conn(), &tokens::hash(&token)).await? {
            return Ok(Some(token));
        }
    }
    Ok(None)
}

/// Revokes the session and records the reuse of its token for its owner.
async fn accuse(uow: &mut UnitOfWork, session_id: SessionId, client: &Client) -> Result<Rotated, Error> {
    let Some(user) = revoke(uow, session_id).await? else { return Ok(Rotated::Dead) };
    history::note(uow, user, AccountEventKind::RefreshTokenReused, client).await?;
    Ok(Rotated::Reused(session_id))
}

async fn go_on(uow: &mut UnitOfWork, session_id: SessionId, token: Secret, client: &Client) -> Result<Rotated, DbError> {
    let now = uow.now();
    let idle_since = now.before(rules::IDLE);
    let active = store::use_session(uow.conn(), (session_id, &client.address), now, idle_since).await?;
    Ok(active.map_or(Rotated::Dead, |active| {
        Rotated::Next(Opened { user: active.user_id, session_id, token, expires_at: active.expires_at })
    }))
}
