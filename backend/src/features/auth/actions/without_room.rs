//! Sign-in and refresh while the disk is full. A new session waits in memory; a refresh token that cannot be rotated stays valid.

use super::{Opened, admission::Admission, totp::Proof, waiting::end};
use crate::{
    access::WaitingSession,
    db::DbError,
    features::auth::{
        rules::{self, Client},
        store, tokens,
    },
    http::Error,
    kernel::{ApiError, Secret, SessionId},
    state::State,
    writer::UnitOfWork,
};

/// Whether the error is only that nothing can be stored.
pub(super) const fn is_want_of_room(error: &Error) -> bool {
    matches!(error, Error::Failed(DbError::Full | DbError::ReadOnly))
}

/// Opens a session that is stored later. While nothing can be stored, neither the password nor the account can have changed.
///
/// # Errors
/// 400 / 60008 for a used code; 507 for a recovery code, which could not be consumed, and when too many sessions wait.
pub(super) async fn admit(state: &State, admission: Admission) -> Result<Opened, Error> {
    let Admission { user, hash, renewed, proof, client } = admission;
    let step = match proof {
        Proof::NotNeeded => None,
        Proof::Step(step) => Some(step),
        Proof::Recovery(_) => return Err(ApiError::storage_full().into()),
    };
    if let Some(step) = step
        && !store::may_spend_step(&mut state.db.read_first().await?, user, step).await?
    {
        return Err(rules::wrong_code().into());
    }
    let (session_id, token) = (SessionId::new(state.ids.next()), tokens::first());
    let expires_at = state.clock.now().after(rules::ABSOLUTE);
    let client = (client.name, client.address);
    let session = WaitingSession { user, session_id, token_hash: tokens::hash(&token), expires_at, hash, renewed, step, client };
    if !state.waiting_sessions.add(session) {
        return Err(ApiError::storage_full().into());
    }
    tracing::info!(%user, %session_id, "signed in; the session will be stored when there is room");
    Ok(Opened { user, session_id, token, expires_at })
}

/// The stored session of a refresh token that is valid but cannot be rotated now.
pub(super) async fn unspent(state: &State, token: Secret) -> Result<Option<Opened>, DbError> {
    let now = state.clock.now();
    let mut conn = state.db.read_first().await?;
    let found = store::unspent(&mut conn, &tokens::hash(&token), now, now.before(rules::IDLE)).await?;
    Ok(found.map(|(session_id, user, expires_at)| Opened { user, session_id, token, expires_at }))
}

/// Stores the waiting sessions, each in its own write job.
///
/// # Errors
/// When the database fails; the remaining sessions keep waiting.
pub async fn store_waiting(state: &State) -> Result<(), Error> {
    while let Some(session) = state.waiting_sessions.next() {
        let session_id = session.session_id;
        state.writer.run_write(move |uow| Box::pin(store_one(uow, session))).await?;
        state.waiting_sessions.remove(session_id);
    }
    Ok(())
}

/// Stores one session, or ends it if its user may no longer sign in.
async fn store_one(uow: &mut UnitOfWork, session: WaitingSession) -> Result<(), Error> {
    let WaitingSession { user, session_id, token_hash, hash, renewed, step, client: (name, address), .. } = session;
    let proof = step.map_or(Proof::NotNeeded, Proof::Step);
    let admission = Admission { user, hash, renewed, proof, client: Client { name, address } };
    match admission.admit_as(uow, session_id, &token_hash).await {
        Err(error @ Error::Failed(_)) => Err(error),
        Ok(Some(_)) => Ok(()),
        Ok(None) | Err(Error::Refused(_)) => {
            tracing::warn!(%user, %session_id, "a session waiting to be stored was ended");
            end(uow, session_id);
            Ok(())
        }
    }
}
